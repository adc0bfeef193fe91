"""The instruments that ship with firstcontact: native YAML, all drafts until they are tested in the field."""
