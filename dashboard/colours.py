"""The colours that the screen, the images and the workbooks share; `theme.py` gives them their roles."""

INK = "#1B1F24"
MUTED = "#57606A"
LINE = "#D0D7DE"
# Dark to light, so that they hold in greyscale; each has at least 3:1 contrast on white.
NODE_COLOURS = ("#17406D", "#C4501B", "#7B3F98", "#23807F", "#8A6100", "#9C2D5A")
