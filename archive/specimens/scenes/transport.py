"""Draw railway, river, road and air scenes."""

from __future__ import annotations

from PIL import Image

from archive.specimens.scenes import props, vehicles
from archive.specimens.scenes.film import DIGITAL, SEPIA, SILVER, SLIDE, develop
from archive.specimens.scenes.stage import Stage

SIZE = (1600, 1000)


def steppe_train(seed: int) -> Image.Image:
    """A goods train on the steppe, 1910s."""
    stage = Stage(SIZE, seed)
    stage.sky((176, 178, 176), (226, 224, 214), 620, cloud=1.0)
    stage.ground(stage.ridge(600, 70, 0.7), (176, 174, 166))
    stage.ground(stage.ridge(628, 34, 0.6), (150, 147, 138))
    stage.haze(630, 70, (214, 212, 202), 0.6)
    plain = stage.ridge(668, 8, 0.2)
    stage.ground(plain, (140, 134, 120), (86, 80, 70))
    stage.mottle(plain, 9, 12)
    props.pole_line(stage, 672, (88, 84, 78), start=120, count=7, tall=260)
    stage.polygon([(0, 738), (1600, 722), (1600, 770), (0, 792)], (104, 98, 88))
    x = 870.0
    while x < 1750:
        x = vehicles.wagon(stage, x, 742, 118, (78, 72, 66))
    puffs = []
    for share in (step / 33 for step in range(34)):
        drift = 70 * share + float(stage.rng.normal(0, 26)) * share
        at = (598 + 560 * share**1.3, 598 - 190 * share**0.7 + drift * 0.3)
        puffs.append((*at, 20 + 96 * share, 0.55 * (1 - share * 0.72)))
    stage.plume(puffs, (236, 234, 226))
    vehicles.locomotive(stage, 540, 746, 142, (46, 43, 40))
    stage.line([(0, 762), (1600, 744)], (62, 58, 54), 5)
    stage.line([(0, 786), (1600, 762)], (58, 54, 50), 6)
    for place, tall in ((306, 104), (362, 110)):
        props.person(stage, place, 806, tall, (54, 50, 46))
    return develop(stage.done(), SEPIA, seed)


def river_port(seed: int) -> Image.Image:
    """Cranes and barges at a river quay, 1950s."""
    stage = Stage(SIZE, seed)
    stage.sky((150, 154, 158), (224, 224, 220), 560, cloud=1.4)
    stage.ground(stage.ridge(560, 60, 0.9), (176, 178, 178))
    stage.haze(556, 60, (218, 218, 214), 0.7)
    stage.box(0, 556, 1600, 70, (126, 126, 124))
    for place in range(8):
        stage.box(90 + place * 92, 508 - 12 * (place % 3), 84, 60 + 12 * (place % 3), (112 + 8 * (place % 2), 112, 110))
    stage.polygon([(860, 560), (860, 470), (1010, 420), (1160, 470), (1160, 560)], (138, 138, 136))
    for place in range(4):
        stage.box(884 + place * 68, 496, 40, 64, (84, 86, 88))
    for x, tall, reach in ((420, 330, 40), (760, 360, 48), (1330, 390, 36)):
        vehicles.portal_crane(stage, x, 600, tall, (58, 60, 62), reach)
    for x in (250, 292, 610, 664, 980, 1110):
        props.person(stage, x, 622, 44, (60, 60, 60))
    stage.mirror(626, (168, 172, 174), 0.55)
    vehicles.barge(stage, 60, 716, 560, (52, 52, 52), (146, 144, 138))
    vehicles.barge(stage, 880, 690, 430, (66, 66, 66), (162, 160, 156))
    stage.line([(620, 680), (880, 662)], (60, 60, 60), 2)
    return develop(stage.done(), SILVER, seed)


def paddle_steamer(seed: int) -> Image.Image:
    """A steamer of the river flotilla at the landing stage, about 1900."""
    stage = Stage(SIZE, seed)
    stage.sky((188, 186, 180), (228, 226, 216), 520, cloud=0.9)
    stage.ground(stage.ridge(520, 84, 0.9), (186, 184, 176))
    stage.ground(stage.ridge(536, 30, 0.7), (152, 148, 138))
    stage.haze(536, 46, (220, 216, 206), 0.55)
    puffs = [
        (772 - 520 * share, 372 - 150 * share**0.8, 14 + 86 * share, 0.6 * (1 - share * 0.85))
        for share in (step / 25 for step in range(26))
    ]
    stage.plume(puffs, (112, 108, 102))
    vehicles.steamer(stage, 420, 596, 760, (50, 46, 42))
    for place in range(9):
        props.person(stage, 520 + place * 58, 536, 38, (60, 56, 52))
    stage.mirror(594, (190, 186, 174), 0.5, 6)
    bank = stage.ridge(870, 90, 0.4)
    stage.ground(bank, (92, 86, 76), (58, 54, 48))
    stage.mottle(bank, 12, 12)
    stage.polygon([(0, 800), (430, 690), (470, 706), (60, 870), (0, 880)], (96, 88, 78))
    for place in range(7):
        stage.line([(30 + place * 66, 806 - place * 17), (30 + place * 66, 876 - place * 16)], (70, 64, 58), 6)
    for x, y, tall in ((150, 812, 118), (206, 800, 112), (1190, 906, 132), (1256, 916, 138)):
        props.person(stage, x, y, tall, (48, 44, 40))
    for place in range(5):
        stage.box(880 + place * 56, 846 - 14 * (place % 2), 50, 46, (112, 104, 90))
    return develop(stage.done(), SEPIA, seed)


def lorry_queue(seed: int) -> Image.Image:
    """Lorries waiting before a border crossing in summer haze, 2000s."""
    stage = Stage(SIZE, seed)
    stage.sky((126, 168, 204), (226, 226, 212), 560, cloud=0.7)
    for base, rise, color in ((560, 220, (164, 180, 194)), (580, 140, (150, 160, 164)), (600, 70, (150, 150, 138))):
        stage.ground(stage.ridge(base, rise, 1.0), color)
    stage.haze(596, 70, (224, 220, 204), 0.7)
    plain = stage.ridge(630, 6, 0.2)
    stage.ground(plain, (190, 172, 138), (150, 126, 92))
    stage.mottle(plain, 12, 30)
    stage.polygon([(0, 690), (1600, 640), (1600, 676), (0, 860)], (98, 98, 98))
    for place in range(12):
        x = 60 + place * 132
        stage.line([(x, 766 - place * 8.6), (x + 60 - place * 3, 762 - place * 9)], (226, 222, 208), 4 - place * 0.2)
    colors = [
        ((196, 62, 48), (222, 220, 212)),
        ((44, 92, 142), (208, 196, 160)),
        ((228, 226, 220), (70, 106, 142)),
        ((206, 150, 52), (190, 190, 186)),
        ((70, 122, 92), (214, 210, 200)),
        ((150, 44, 44), (150, 160, 150)),
    ]
    for place in range(5, -1, -1):
        tall = 212 * 0.74**place
        start = 70 + sum(212 * 0.74**k * 3.75 for k in range(place))
        vehicles.lorry(stage, start, 800 - 150 * (1 - 0.74**place), tall, *colors[place])
    props.person(stage, 40, 838, 168, (52, 66, 62))
    props.barrier(stage, 30, 900, 250, 3)
    return develop(stage.done(), DIGITAL, seed)


def airfield(seed: int) -> Image.Image:
    """An airliner on the apron of the city airport, 1960s slide."""
    stage = Stage(SIZE, seed)
    stage.sky((104, 150, 190), (222, 216, 196), 600, cloud=1.1)
    stage.ground(stage.ridge(600, 170, 1.0), (162, 174, 186))
    stage.haze(600, 60, (224, 214, 192), 0.7)
    stage.box(0, 600, 1600, 400, (158, 150, 136))
    stage.box(60, 500, 430, 110, (216, 204, 178))
    stage.box(230, 420, 90, 190, (224, 212, 186))
    stage.box(242, 436, 66, 36, (96, 116, 128))
    for place in range(11):
        stage.box(78 + place * 37, 530, 20, 50, (98, 112, 120))
    for place in range(7):
        props.poplar(stage, 520 + place * 46, 606, 120 + 20 * (place % 3), (86, 106, 70))
    stage.box(0, 606, 1600, 8, (132, 124, 110))
    stage.polygon([(0, 700), (1600, 660), (1600, 690), (0, 760)], (146, 138, 124))
    stage.glow(1000, 800, 300, (104, 98, 88), 0.4)
    vehicles.airliner(stage, 440, 720, 940, (226, 226, 222))
    stage.polygon([(560, 686), (1320, 652), (1320, 662), (560, 700)], (44, 92, 150))
    for x, y, tall in ((300, 820, 128), (352, 826, 130), (700, 846, 134), (742, 840, 128)):
        props.person(stage, x, y, tall, (62, 70, 92))
    stage.box(410, 792, 76, 42, (150, 112, 70))
    stage.box(424, 762, 54, 32, (166, 128, 84))
    return develop(stage.done(), SLIDE, seed)


def x_ray(seed: int) -> Image.Image:
    """A lorry as an inspection scanner shows it, cargo and hiding place included."""
    stage = Stage((1600, 800), seed)
    stage.box(0, 0, 1600, 800, (244, 248, 248))
    vehicles.lorry(stage, 120, 640, 380, (120, 168, 186), (206, 222, 222))
    for place in range(26):
        column, row = place % 13, place // 13
        x, y = 404 + column * 74, 560 - row * 104
        tone = float(stage.rng.uniform(0.86, 1.08))
        stage.box(x, y - 80, 66, 96, props.shade((226, 168, 92) if place % 5 else (142, 186, 148), tone))
        for bottle in range(4):
            stage.box(x + 6 + bottle * 15, y - 66, 9, 76, props.shade((196, 128, 60), tone))
    for place in range(9):
        stage.box(1020 + place * 26, 300, 20, 30, (38, 62, 122))
    stage.line([(1000, 290), (1268, 290), (1268, 344), (1000, 344), (1000, 290)], (188, 40, 48), 4)
    for x in (240, 480, 1070, 1200, 1318):
        stage.disc(x, 592, 52, (60, 92, 132))
        stage.disc(x, 592, 30, (150, 184, 198))
    stage.box(160, 520, 120, 76, (46, 82, 128))
    stage.line([(260, 560), (1360, 560)], (66, 98, 138), 10)
    stage.soften(1.0)
    return develop(stage.done(), DIGITAL, seed)
