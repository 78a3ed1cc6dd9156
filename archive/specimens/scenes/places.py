"""Draw border posts, buildings, bazaars and the desert, as photographed up to the 1970s."""

from __future__ import annotations

from PIL import Image

from archive.specimens.scenes import props
from archive.specimens.scenes.film import SEPIA, SILVER, SLIDE, develop
from archive.specimens.scenes.stage import Stage

SIZE = (1600, 1000)


def mountain_post(seed: int) -> Image.Image:
    """A stone customs hut below blue ridges, color print of the 1970s."""
    stage = Stage(SIZE, seed)
    stage.sky((92, 136, 178), (226, 214, 196), 600, cloud=0.8)
    layers = (
        (520, 330, (150, 164, 186)),
        (600, 240, (122, 138, 158)),
        (660, 180, (104, 116, 122)),
        (720, 110, (104, 104, 92)),
    )
    for base, rise, color in layers:
        stage.ground(stage.ridge(base, rise, 1.15), color)
        stage.haze(base + 10, 60, (220, 206, 188), 0.42)
    near = stage.ridge(820, 60, 0.5)
    stage.ground(near, (128, 116, 84), (84, 70, 50))
    stage.mottle(near, 16, 12)
    stage.polygon([(620, 1000), (1180, 1000), (860, 800), (830, 800)], (170, 154, 122))
    stage.box(930, 690, 300, 132, (186, 170, 142))
    stage.box(1110, 690, 120, 132, (150, 134, 110))
    stage.polygon([(910, 694), (1250, 694), (1200, 622), (966, 622)], (122, 66, 52))
    for x in (958, 1022):
        stage.box(x, 724, 40, 44, (64, 74, 84))
    stage.box(1150, 734, 44, 88, (84, 66, 50))
    stage.line([(900, 830), (900, 560)], (90, 86, 80), 6)
    stage.polygon([(903, 566), (992, 580), (903, 616)], (176, 48, 44))
    props.barrier(stage, 690, 872, 250, 24)
    for x, y, tall in ((640, 884, 122), (1018, 846, 104)):
        props.person(stage, x, y, tall, (72, 78, 66))
    props.dog(stage, 570, 886, 46, (66, 54, 44))
    for at in (1330, 1384, 1440, 1500):
        props.poplar(stage, at, 840, float(stage.rng.uniform(190, 270)), (84, 98, 58))
    return develop(stage.done(), SLIDE, seed)


def watchtower(seed: int) -> Image.Image:
    """A watchtower over the river at first light, 1960s."""
    stage = Stage(SIZE, seed)
    stage.sky((78, 82, 88), (220, 220, 216), 560, cloud=1.5)
    stage.glow(1060, 560, 240, (250, 250, 246), 0.7)
    stage.ground(stage.ridge(556, 60, 0.8), (150, 152, 154))
    stage.haze(556, 50, (226, 226, 222), 0.7)
    props.tower(stage, 420, 640, 470, (36, 37, 40))
    stage.mirror(600, (150, 154, 158), 0.6, 4)
    bank = stage.ridge(760, 130, 0.5)
    stage.ground(bank, (44, 44, 46), (22, 22, 24))
    props.tower(stage, 420, 742, 560, (30, 31, 34))
    for _ in range(300):
        x = float(stage.rng.uniform(0, 1600))
        y = float(bank[int(x)]) + float(stage.rng.uniform(-4, 30))
        stage.line(
            [(x, y), (x + float(stage.rng.normal(4, 9)), y - float(stage.rng.uniform(18, 78)))], (34, 34, 36), 1.5
        )
    props.person(stage, 980, 800, 150, (24, 24, 26))
    props.dog(stage, 1070, 806, 66, (24, 24, 26))
    stage.line([(1006, 738), (1090, 744)], (24, 24, 26), 2)
    return develop(stage.done(), SILVER, seed)


def custom_house(seed: int) -> Image.Image:
    """A brick custom house with arches behind poplars, about 1912."""
    stage = Stage(SIZE, seed)
    stage.sky((196, 194, 188), (226, 224, 216), 640, cloud=0.8)
    for x, tall in ((40, 380), (104, 430), (166, 360), (1432, 400), (1500, 450), (1566, 380)):
        props.poplar(stage, x, 730, tall, (124, 122, 112))
    stage.haze(600, 200, (220, 216, 206), 0.5)
    wall, dark = (182, 174, 160), (74, 70, 66)
    stage.box(210, 400, 1180, 330, wall)
    stage.box(640, 330, 320, 400, props.shade(wall, 1.06))
    stage.polygon([(620, 334), (980, 334), (800, 250)], props.shade(wall, 0.86))
    stage.disc(800, 306, 22, props.shade(wall, 1.15))
    stage.box(190, 386, 1220, 20, props.shade(wall, 0.72))
    stage.box(210, 560, 1180, 8, props.shade(wall, 0.82))
    for place in range(15):
        x = 236 + place * 76
        if 620 < x < 950:
            continue
        props.arch(stage, x, 540, 40, 96, dark)
        props.arch(stage, x, 712, 44, 112, dark)
        stage.line([(x + 20, 452), (x + 20, 540)], wall, 3)
    for place in range(4):
        props.arch(stage, 664 + place * 74, 530, 48, 130, dark)
    props.arch(stage, 744, 730, 112, 170, props.shade(dark, 0.8))
    for x in (648, 716, 872, 940):
        stage.box(x - 8, 556, 16, 174, props.shade(wall, 1.14))
    ground = stage.ridge(736, 4, 0.2)
    stage.ground(ground, (152, 144, 130), (104, 98, 88))
    stage.mottle(ground, 8, 12)
    stage.polygon([(700, 736), (900, 736), (1120, 1000), (480, 1000)], (172, 164, 150))
    crowd = ((560, 800, 110), (604, 808, 114), (1010, 792, 106), (1060, 798, 110), (1100, 806, 112), (330, 850, 124))
    for x, y, tall in crowd:
        props.person(stage, x, y, tall, (64, 60, 56))
    for x in (1240, 1390):
        props.camel(stage, x, 866, 150, (84, 78, 70), load=(128, 120, 104))
    return develop(stage.done(), SEPIA, seed)


def domes(seed: int) -> Image.Image:
    """Trading domes and a minaret over the roofs of a city, about 1905."""
    stage = Stage(SIZE, seed)
    stage.sky((182, 180, 174), (230, 226, 216), 620, cloud=0.9)
    wall = (168, 158, 142)
    stage.box(1120, 160, 92, 520, props.shade(wall, 0.92))
    stage.polygon([(1106, 176), (1226, 176), (1212, 120), (1120, 120)], props.shade(wall, 0.84))
    for place in range(8):
        stage.box(1120, 220 + place * 54, 92, 8, props.shade(wall, 0.78))
    stage.haze(560, 130, (222, 216, 204), 0.5)
    for x, y, radius in ((250, 600, 120), (520, 620, 160), (860, 612, 136), (1330, 616, 150)):
        props.dome(stage, x, y, radius, props.shade(wall, 1.06))
    stage.box(0, 596, 1600, 140, wall)
    for place in range(12):
        props.arch(stage, 30 + place * 134, 736, 84, 112, (78, 70, 62))
    for place in range(40):
        stage.box(place * 40 + 4, 584, 26, 14, props.shade(wall, 0.94))
    ground = stage.ridge(738, 4, 0.2)
    stage.ground(ground, (176, 166, 148), (118, 108, 94))
    stage.mottle(ground, 7, 12)
    for place in range(5):
        x = 110 + place * 60
        stage.polygon(
            [(x * 1.9 - 70, 760), (x * 1.9 + 60, 752), (x * 1.9 + 76, 770), (x * 1.9 - 84, 778)], (206, 198, 180)
        )
        stage.line([(x * 1.9 - 60, 776), (x * 1.9 - 60, 836)], (96, 88, 78), 4)
        stage.line([(x * 1.9 + 60, 770), (x * 1.9 + 60, 836)], (96, 88, 78), 4)
    for _ in range(22):
        at, foot = float(stage.rng.uniform(40, 1560)), float(stage.rng.uniform(830, 930))
        props.person(
            stage, at, foot, 88 + (foot - 830) * 0.5, props.shade((88, 80, 72), float(stage.rng.uniform(0.7, 1.3)))
        )
    for x in (1080, 1240):
        props.camel(stage, x, 900, 140, (86, 78, 68), load=(150, 140, 120))
    return develop(stage.done(), SEPIA, seed)


def fortress_caravan(seed: int) -> Image.Image:
    """A loaded caravan below the walls of a ruined fortress, 1890s."""
    stage = Stage((1600, 900), seed)
    stage.sky((190, 186, 176), (232, 226, 210), 520, cloud=0.6)
    stage.ground(stage.ridge(500, 90, 0.9), (190, 182, 166))
    stage.haze(500, 70, (226, 218, 200), 0.6)
    wall = (150, 140, 122)
    top = 380 + (stage.ridge(0, 60, 1.3) + 30) * 0.7
    stage.polygon([(840, 560), *[(float(x), float(top[x])) for x in range(840, 1520, 4)], (1520, 560)], wall)
    for place in range(9):
        x = 850 + place * 76
        stage.polygon(
            [(x, 560), (x + 6, 356 + 16 * (place % 3)), (x + 40, 350 + 16 * (place % 3)), (x + 46, 560)],
            props.shade(wall, 0.9),
        )
    dunes = ((560, 60, (176, 164, 142), (150, 138, 116)), (650, 80, (160, 148, 126), (132, 120, 100)))
    for base, rise, color, low in dunes:
        stage.ground(stage.ridge(base, rise, 0.1), color, low)
    road = stage.ridge(712, 26, 0.1)
    stage.ground(road, (138, 126, 106), (88, 80, 68))
    stage.mottle(road, 6, 12)
    for place in range(8):
        at = 150 + place * 165 + float(stage.rng.normal(0, 8))
        foot = float(road[int(at)]) + 34
        props.camel(
            stage,
            at,
            foot,
            128 + float(stage.rng.normal(0, 5)),
            (70, 62, 54),
            load=(112, 100, 82) if place % 3 != 1 else (92, 80, 66),
        )
        stage.line([(at + 120, foot - 112), (at + 150, foot - 74)], (80, 72, 62), 1.5)
    props.person(stage, 1500, 760, 92, (60, 54, 48), cap=False)
    props.person(stage, 60, 754, 92, (64, 58, 52), cap=False)
    return develop(stage.done(), SEPIA, seed)
