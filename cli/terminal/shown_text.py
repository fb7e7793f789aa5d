"""The text in the line at the prompt, shown so that what a document holds does not act on the terminal."""

from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput

from comms.language.display import without_controls


class HarmlessProcessor(Processor):
    """Shows bidi characters as U+FFFD, one for one; prompt_toolkit itself shows control characters as ^X."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """Return the fragments of a line with their texts made harmless."""
        return Transformation(
            [(part[0], without_controls(part[1])) for part in transformation_input.fragments]
        )
