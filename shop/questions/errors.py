"""What questions refuse."""

from shop.core.errors import Invalid, NotFound


class QuestionUnknown(NotFound):
    """No such question, or not for this asker."""

    code = "question_unknown"


class QuestionSaysNothing(Invalid):
    """The words show nothing."""

    code = "question_says_nothing"


class NobodyToAnswer(Invalid):
    """A guest has said no address that the answer could go to."""

    code = "nobody_to_answer"
