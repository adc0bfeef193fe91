"""Who is asked: frames, designs, draws, and the links that open a questionnaire."""

from firstcontact.survey.sampling.design import Design, read_design
from firstcontact.survey.sampling.draw import Sample, draw
from firstcontact.survey.sampling.exclusions import Scope
from firstcontact.survey.sampling.frame import Frame, build_frame
from firstcontact.survey.sampling.make_frame import FrameResult, make_frame
from firstcontact.survey.sampling.make_sample import SampleResult, make_sample
from firstcontact.survey.sampling.random_numbers import permanent
from firstcontact.survey.sampling.tokens import code_hash, new_code, new_token, normalise_code, token_hash

__all__ = [
    "Design",
    "Frame",
    "FrameResult",
    "Sample",
    "SampleResult",
    "Scope",
    "build_frame",
    "code_hash",
    "draw",
    "make_frame",
    "make_sample",
    "new_code",
    "new_token",
    "normalise_code",
    "permanent",
    "read_design",
    "token_hash",
]
