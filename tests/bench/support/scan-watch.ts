/** Looks on while the scan page reads a film: when each label came into view, was read and was shown. */

/** Of one label, ms of the page's clock. */
export interface Watched {
	tag: string;
	/** The first frame with it was shown in the video. */
	inViewMs?: number;
	/** The frame it was read in was taken from the video. */
	takenMs?: number;
	/** The decoder had answered. */
	readMs?: number;
	/** The frame after the result with its tag was painted. */
	shownMs?: number;
}

interface WatchOptions {
	/** In the order of the film. */
	tags: readonly string[];
	mark: { bits: number; sidePx: number };
	/** The element the result stands in. */
	result: string;
}

interface Watch {
	scanWatch: Watched[];
}

/** Runs in the page before anything else. */
export function watchScanning({ tags, mark, result }: WatchOptions): void {
	const labels = new Map<string, Watched>(tags.map((tag) => [tag, { tag }]));
	const order = [...labels.values()];
	(globalThis as unknown as Watch).scanWatch = order;
	let takenMs = 0;

	const grab = globalThis.createImageBitmap.bind(globalThis);
	globalThis.createImageBitmap = (source: ImageBitmapSource) => {
		if (source instanceof HTMLVideoElement) takenMs = performance.now();
		return grab(source);
	};

	globalThis.Worker = class extends Worker {
		constructor(url: string | URL, options?: WorkerOptions) {
			super(url, options);
			this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
				const { readings = [] } = data as { readings?: { text: string }[] };
				const readMs = performance.now();
				for (const { text } of readings) {
					const label = labels.get(text);
					if (label && label.readMs === undefined) Object.assign(label, { takenMs, readMs });
				}
			});
		}
	};

	const shown = () => {
		const words = document.querySelector(result)?.textContent ?? '';
		for (const label of order) {
			if (label.readMs === undefined || label.shownMs !== undefined) continue;
			if (!words.includes(label.tag)) continue;
			label.shownMs = 0;
			// The second frame begins when the first, with the result in it, has been painted.
			requestAnimationFrame(() => requestAnimationFrame(() => (label.shownMs = performance.now())));
		}
	};
	new MutationObserver(shown).observe(document, {
		...{ childList: true, subtree: true, characterData: true },
	});

	const canvas = new OffscreenCanvas(mark.bits, 1);
	const context = canvas.getContext('2d', { willReadFrequently: true });
	const lookAt = (video: HTMLVideoElement) => {
		video.requestVideoFrameCallback((now) => {
			const width = mark.bits * mark.sidePx;
			context?.drawImage(video, 0, 0, width, mark.sidePx, 0, 0, mark.bits, 1);
			const pixels = context?.getImageData(0, 0, mark.bits, 1).data ?? [];
			let n = 0;
			for (let bit = 0; bit < mark.bits; bit++) if ((pixels[bit * 4] ?? 0) > 127) n |= 1 << bit;
			const label = order[n];
			if (label) label.inViewMs ??= now;
			lookAt(video);
		});
	};
	const found = new MutationObserver(() => {
		const video = document.querySelector('video');
		if (!video) return;
		found.disconnect();
		lookAt(video);
	});
	found.observe(document, { childList: true, subtree: true });
}

/** Runs in the page. */
export function readWatch(): Watched[] {
	return (globalThis as unknown as Watch).scanWatch;
}
