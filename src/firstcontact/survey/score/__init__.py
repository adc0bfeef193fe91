"""Practice scores: how each practice compares with the others after allowing for who its patients are."""

from firstcontact.survey.score.command import Scored, score_file
from firstcontact.survey.score.definitions import measure_definitions
from firstcontact.survey.score.from_instrument import measure_file_of
from firstcontact.survey.score.index import StrategyUse, count_at_least, index_score, least_answers, strategy_use
from firstcontact.survey.score.measure_file import from_mapping, load_measures
from firstcontact.survey.score.result_rows import WaveFacts, result_detail, result_rows
from firstcontact.survey.score.scores import Scores, score
from firstcontact.survey.score.spec import MeasureFile
from firstcontact.survey.score.wave_scores import WaveScores, response_columns, score_wave
from firstcontact.survey.score.words import level_words

__all__ = [
    "MeasureFile",
    "Scored",
    "Scores",
    "StrategyUse",
    "WaveFacts",
    "WaveScores",
    "count_at_least",
    "from_mapping",
    "index_score",
    "least_answers",
    "level_words",
    "load_measures",
    "measure_definitions",
    "measure_file_of",
    "response_columns",
    "result_detail",
    "result_rows",
    "score",
    "score_file",
    "score_wave",
    "strategy_use",
]
