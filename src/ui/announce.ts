let region: HTMLElement | undefined;

function liveRegion(): HTMLElement {
	if (region?.isConnected) return region;
	region = document.createElement('div');
	region.className = 'visually-hidden';
	region.setAttribute('aria-live', 'polite');
	document.body.append(region);
	return region;
}

/** Speaks a sentence to a screen reader; nothing is shown. Saying the same thing again is heard again. */
export function announce(text: string): void {
	const live = liveRegion();
	const line = document.createElement('p');
	line.textContent = text;
	live.replaceChildren(line);
}
