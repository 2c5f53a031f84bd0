import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

/**
 * Two fingers on the picture: `zoomTo` is told the zoom at their beginning, times how far they have
 * gone apart since.
 */
export function pinch(
	zoom: () => number,
	zoomTo: (times: number) => void,
): Attachment<HTMLElement> {
	return (element) => {
		let [startApart, startZoom] = [0, 1];
		const offStart = on(element, 'touchstart', ({ touches }) => {
			[startApart, startZoom] = [apart(touches), zoom()];
		});
		const offMove = on(
			element,
			'touchmove',
			(event) => {
				if (event.touches.length !== 2 || startApart === 0) return;
				event.preventDefault();
				zoomTo((startZoom * apart(event.touches)) / startApart);
			},
			{ passive: false },
		);
		return () => {
			offStart();
			offMove();
		};
	};
}

function apart(touches: TouchList): number {
	const [one, other] = [touches[0], touches[1]];
	if (!one || !other) return 0;
	return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}
