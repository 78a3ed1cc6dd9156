// Deep zoom over the sizes the server keeps of one image (OpenSeadragon's simple pyramid), with frames around found words.
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

// OpenSeadragon adds a style block, which our content policy refuses, unless one with this mark is there: an element of
// no real namespace holds its place. Our own style sheet takes care of focus.
function holdStylePlace() {
  const place = document.createElementNS("urn:fonds:placeholder", "style");
  place.setAttribute("data-openseadragon-mobile-css", "true");
  document.head.append(place);
}

export function openDeep(element) {
  holdStylePlace();
  const viewer = window.OpenSeadragon({
    element,
    prefixUrl: "",
    drawer: "canvas",
    showNavigationControl: false,
    animationTime: still.matches ? 0 : 0.2,
    springStiffness: 9,
    visibilityRatio: 0.4,
    maxZoomPixelRatio: 3,
    minZoomImageRatio: 0.8,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    gestureSettingsTouch: { pinchRotate: false },
    keyboardNavEnabled: false,
    tabIndex: -1,
  });
  // Our own keys and focus order; the image is described beside it in words.
  viewer.innerTracker.keyHandler = null;
  viewer.innerTracker.keyDownHandler = null;
  return new Deep(viewer);
}

class Deep {
  constructor(viewer) {
    this.viewer = viewer;
    this.hits = [];
    this.current = 0;
    this.address = "";
  }

  // Opens the page unless it is open already; resolves when its frame is known.
  open(images) {
    const address = images.length ? images[images.length - 1].url : "";
    if (!address) {
      this.address = "";
      this.viewer.close();
      return Promise.resolve(false);
    }
    if (address === this.address) return Promise.resolve(true);
    this.address = address;
    return new Promise((resolve) => {
      this.viewer.addOnceHandler("open", () => resolve(true));
      this.viewer.addOnceHandler("open-failed", () => resolve(false));
      this.viewer.open({ type: "legacy-image-pyramid", levels: images });
    });
  }

  get item() {
    return this.viewer.world.getItemAt(0);
  }

  // A box of fractions of the page (x, y, w, h) as the viewer counts it: the page is one wide.
  rectangle([x, y, w, h]) {
    const { y: height } = this.item.getContentSize().divide(this.item.getContentSize().x);
    return new window.OpenSeadragon.Rect(x, y * height, w, h * height);
  }

  draw(hits, current) {
    this.hits = hits;
    this.current = current;
    this.viewer.clearOverlays();
    for (const hit of hits) {
      for (const box of hit.boxes) {
        for (const name of ["hit-fill", "hit-box"]) {
          const element = document.createElement("div");
          element.className = hit.number === current ? `${name} is-current` : name;
          this.viewer.addOverlay({ element, location: this.rectangle(box) });
        }
      }
    }
  }

  currentBox() {
    const hit = this.hits.find((one) => one.number === this.current);
    return hit && hit.boxes.length ? this.rectangle(hit.boxes[0]) : null;
  }

  // Shows the line of the current hit: the whole width of the page where there is room, closer on a narrow screen.
  showCurrent(immediately) {
    const box = this.currentBox();
    if (!box) return;
    const { x: width, y: height } = this.viewer.viewport.getContainerSize();
    const shown = width >= 560 ? 1.02 : Math.min(1.02, Math.max(width / 900, box.width * 1.6, 0.45));
    const tall = (shown * height) / width;
    const center = box.getCenter();
    const whole = this.item.getBounds();
    const within = (value, size, all) => (all <= size ? all / 2 : Math.min(Math.max(value, size / 2), all - size / 2));
    const x = within(center.x, shown, whole.width);
    const y = within(center.y, tall, whole.height);
    this.viewer.viewport.fitBounds(
      new window.OpenSeadragon.Rect(x - shown / 2, y - tall / 2, shown, tall),
      immediately || still.matches,
    );
  }

  showWhole() {
    this.viewer.viewport.goHome(still.matches);
  }

  zoom(factor) {
    this.viewer.viewport.zoomBy(factor, undefined, still.matches);
    this.viewer.viewport.applyConstraints(still.matches);
  }

  turn() {
    this.viewer.viewport.rotateBy(90, still.matches);
  }

  get percent() {
    if (!this.item) return 100;
    return Math.round(this.item.viewportToImageZoom(this.viewer.viewport.getZoom(true)) * 100);
  }

  // The zoomed region as a media fragment: percentages of the page.
  region() {
    if (!this.item) return "";
    const whole = this.item.getBounds();
    const seen = this.viewer.viewport.getBounds();
    const parts = [seen.x, seen.y / whole.height, seen.width, seen.height / whole.height];
    return `xywh=percent:${parts.map((part) => (part * 100).toFixed(1)).join(",")}`;
  }

  showRegion(fragment) {
    const found = /xywh=percent:(-?[\d.]+),(-?[\d.]+),([\d.]+),([\d.]+)/.exec(fragment);
    if (!found || !this.item) return false;
    const [x, y, w, h] = found.slice(1).map((part) => Number(part) / 100);
    const tall = this.item.getBounds().height;
    this.viewer.viewport.fitBounds(new window.OpenSeadragon.Rect(x, y * tall, w, h * tall), true);
    return true;
  }
}
