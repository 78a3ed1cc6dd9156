"""Draw invented photographs: places, vehicles and objects of a customs service, nothing real."""
