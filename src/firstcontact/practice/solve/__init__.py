"""Questions put to the model: where a lever breaks even, how two runs differ, which assumption drives the answer."""
