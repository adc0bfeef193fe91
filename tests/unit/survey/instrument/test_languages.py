from firstcontact.survey.instrument.languages import NAMES, is_right_to_left, own_name, tag_of


def test_a_language_is_called_by_its_own_name():
    assert (own_name("es"), own_name("pt-BR"), own_name("xx")) == ("Español", "Português", "xx")


def test_a_name_leads_to_its_tag():
    assert (tag_of("English"), tag_of("español"), tag_of("Elvish")) == ("en", "es", None)
    assert all(tag_of(english) == tag for tag, (english, _) in NAMES.items())


def test_four_languages_run_from_right_to_left():
    assert {tag for tag in NAMES if is_right_to_left(tag)} == {"ar", "fa", "he", "ur"}
    assert is_right_to_left("ar-EG")
