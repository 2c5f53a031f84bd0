import { createSubscriber } from 'svelte/reactivity';

/** Screens show minutes; a quarter of one keeps "22 min left" honest without waking the device for nothing. */
const tickMs = 15_000;

/** The present for screens: reading `ms` in markup re-renders as time goes by, only while somebody looks. */
class TickingNow {
	#subscribe = createSubscriber((update) => {
		const timer = setInterval(update, tickMs);
		document.addEventListener('visibilitychange', update);
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', update);
		};
	});

	/** Milliseconds since 1970 by the device's clock. */
	get ms(): number {
		this.#subscribe();
		return Date.now();
	}
}

export const tickingNow = new TickingNow();
