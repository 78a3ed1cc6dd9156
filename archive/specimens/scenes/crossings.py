"""Draw the crossings of the last decades: winter roads, terminals, dry ports, night searches."""

from __future__ import annotations

from PIL import Image

from archive.specimens.scenes import props
from archive.specimens.scenes.film import DIGITAL, SLIDE, develop
from archive.specimens.scenes.stage import Stage

SIZE = (1600, 1000)


def snow_pass(seed: int) -> Image.Image:
    """The winter road over a pass with a mobile customs group, 1990s."""
    stage = Stage(SIZE, seed)
    stage.sky((116, 148, 184), (214, 222, 230), 560, cloud=1.0)
    for base, rise, color in ((540, 420, (176, 190, 208)), (620, 300, (196, 208, 222)), (700, 180, (212, 220, 230))):
        line = stage.ridge(base, rise, 1.25)
        stage.ground(line, color, props.shade(color, 1.1))
        stage.mottle(line, 9, 14)
    stage.haze(690, 80, (226, 232, 238), 0.6)
    near = stage.ridge(780, 50, 0.4)
    stage.ground(near, (228, 234, 240), (202, 212, 224))
    stage.polygon([(0, 900), (700, 800), (1180, 760), (1250, 764), (900, 830), (560, 1000), (0, 1000)], (128, 136, 146))
    stage.polygon([(0, 940), (720, 812), (1190, 764), (730, 824), (60, 1000), (0, 1000)], (150, 158, 166))
    stage.box(700, 730, 210, 84, (86, 106, 92))
    stage.polygon([(700, 734), (740, 684), (886, 684), (910, 734)], (70, 88, 78))
    stage.polygon([(722, 730), (748, 694), (808, 694), (808, 730)], (150, 170, 184))
    stage.polygon([(820, 730), (820, 694), (876, 694), (892, 730)], (140, 160, 176))
    stage.box(780, 674, 60, 12, (44, 84, 168))
    for x in (744, 866):
        stage.disc(x, 816, 28, (36, 38, 42))
        stage.disc(x, 816, 12, (120, 124, 130))
    for x, y, tall in ((612, 846, 136), (560, 852, 138), (980, 812, 108)):
        props.person(stage, x, y, tall, (52, 60, 74))
    return develop(stage.done(), SLIDE, seed)


def terminal(seed: int) -> Image.Image:
    """A glass terminal under a wide roof at dusk, 2010s."""
    stage = Stage(SIZE, seed)
    stage.sky((26, 44, 82), (236, 158, 112), 640, cloud=0.7)
    stage.ground(stage.ridge(640, 90, 1.0), (58, 62, 88))
    stage.box(0, 636, 1600, 364, (46, 50, 62))
    stage.box(260, 430, 1080, 210, (250, 206, 138))
    for place in range(19):
        stage.box(260 + place * 60, 430, 5, 210, (72, 74, 84))
    for y in (500, 570):
        stage.box(260, y, 1080, 4, (96, 92, 92))
    for _ in range(26):
        x = float(stage.rng.uniform(280, 1320))
        props.person(stage, x, 640, 62, (118, 84, 62))
    stage.polygon([(150, 424), (1450, 386), (1480, 404), (1470, 424), (170, 448)], (214, 214, 218))
    stage.polygon([(150, 424), (1450, 386), (1450, 394), (150, 432)], (240, 240, 242))
    for x in (226, 1372):
        stage.box(x, 424, 16, 216, (150, 152, 160))
    for x in (210, 560, 980, 1400):
        stage.glow(x, 640, 70, (255, 214, 150), 0.35)
    stage.mirror(642, (30, 34, 46), 0.42, 2.5)
    for x, tall in ((470, 170), (524, 176), (1120, 168)):
        props.person(stage, x, 900, tall, (22, 26, 36))
    stage.box(556, 856, 44, 44, (28, 30, 40))
    stage.line([(562, 856), (552, 812)], (28, 30, 40), 3)
    return develop(stage.done(), DIGITAL, seed)


def containers(seed: int) -> Image.Image:
    """Stacked containers and a gantry in a dry port, 2020s."""
    stage = Stage(SIZE, seed)
    stage.sky((120, 166, 206), (224, 228, 224), 620, cloud=1.1)
    stage.ground(stage.ridge(600, 130, 1.0), (168, 182, 192))
    stage.haze(600, 60, (222, 224, 218), 0.7)
    stage.box(0, 620, 1600, 380, (142, 140, 136))
    tones = ((178, 64, 52), (48, 96, 140), (72, 128, 104), (206, 150, 60), (150, 152, 156), (120, 70, 60))
    for row, (y, tall, start) in enumerate(((640, 62, -20), (760, 96, -60))):
        for place in range(20 - row * 6):
            x = start + place * tall * 1.7
            for level in range(int(stage.rng.integers(2, 5)) - row):
                color = props.shade(tones[int(stage.rng.integers(0, 6))], 1.05 - row * 0.06)
                stage.box(x, y - (level + 1) * tall, tall * 1.64, tall - 3, color)
                for rib in range(1, 12):
                    stage.line(
                        [
                            (x + rib * tall * 0.137, y - (level + 1) * tall + 6),
                            (x + rib * tall * 0.137, y - level * tall - 8),
                        ],
                        props.shade(color, 0.88),
                        2,
                    )
    frame = (214, 168, 52)
    for x in (930, 1390):
        stage.box(x, 250, 26, 610, frame)
        stage.box(x + 60, 290, 18, 530, props.shade(frame, 0.78))
        stage.box(x - 24, 850, 120, 20, (54, 54, 56))
    stage.box(820, 226, 700, 40, frame)
    stage.box(820, 262, 700, 8, props.shade(frame, 0.7))
    stage.box(1130, 258, 80, 34, (70, 72, 78))
    for x in (1144, 1196):
        stage.line([(x, 290), (x, 452)], (50, 52, 56), 2)
    stage.box(1080, 452, 180, 84, (44, 104, 120))
    stage.polygon([(0, 880), (1600, 850), (1600, 1000), (0, 1000)], (120, 118, 116))
    for place in range(9):
        stage.box(40 + place * 190, 926 - place * 2, 90, 7, (220, 206, 150))
    for x in (610, 668):
        props.person(stage, x, 926, 136, (206, 120, 40))
    return develop(stage.done(), DIGITAL, seed)


def night_search(seed: int) -> Image.Image:
    """A dog and its handler before the lights of a lorry, 1980s."""
    stage = Stage((1600, 900), seed)
    stage.box(0, 0, 1600, 900, (12, 14, 20))
    stage.ground(stage.ridge(520, 120, 1.0), (18, 21, 29))
    stage.ground(stage.ridge(640, 6, 0.2), (26, 28, 34), (14, 15, 18))
    stage.box(900, 270, 420, 400, (30, 32, 38))
    stage.box(930, 300, 360, 130, (44, 50, 60))
    stage.box(880, 600, 460, 60, (24, 25, 30))
    stage.polygon([(950, 620), (60, 900), (900, 900)], (58, 56, 50))
    stage.polygon([(1270, 620), (1000, 900), (1600, 900), (1600, 840)], (52, 50, 46))
    stage.soften(3)
    for x in (955, 1265):
        stage.glow(x, 580, 150, (255, 236, 190), 0.55)
        stage.glow(x, 580, 42, (255, 250, 232), 1.0)
    props.person(stage, 560, 800, 330, (10, 10, 12))
    props.dog(stage, 740, 806, 128, (9, 9, 11))
    stage.line([(610, 680), (800, 690)], (10, 10, 12), 3)
    return develop(stage.done(), SLIDE, seed)
