"""Pictures of policies: `dot` makes the text, `render` the image."""

from ecolang.draw.case import CaseTrack
from ecolang.draw.document import dot
from ecolang.draw.rendering import FORMATS, DrawError, render

__all__ = ["FORMATS", "CaseTrack", "DrawError", "dot", "render"]
