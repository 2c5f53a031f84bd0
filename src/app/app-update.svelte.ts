import { dev } from '$app/environment';

/** The app's own versions: registers the service worker and knows when a newer one waits. */
class AppUpdate {
	#waiting = $state.raw<ServiceWorker>();

	/** A new version is on the device and waits for the user's word. */
	get ready(): boolean {
		return this.#waiting !== undefined;
	}

	/** Called once after the first paint; in development there is no worker. */
	async register(): Promise<void> {
		if (dev || !('serviceWorker' in navigator)) return;
		const registration = await navigator.serviceWorker.register('/service-worker.js');
		this.#watch(registration);
	}

	/** Switches to the new version and opens the page again. */
	take(): void {
		navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
			once: true,
		});
		this.#waiting?.postMessage('take-over');
	}

	/** Asks the server for a newer one now; what it finds is `ready` once it is on the device. */
	async check(): Promise<void> {
		const registration = await navigator.serviceWorker?.getRegistration();
		if (!registration) return;
		await registration.update();
		if (registration.waiting) this.#waiting = registration.waiting;
	}

	later(): void {
		this.#waiting = undefined;
	}

	#watch(registration: ServiceWorkerRegistration): void {
		if (registration.waiting && navigator.serviceWorker.controller)
			this.#waiting = registration.waiting;
		registration.addEventListener('updatefound', () => {
			const installing = registration.installing;
			installing?.addEventListener('statechange', () => {
				if (installing.state === 'installed' && navigator.serviceWorker.controller)
					this.#waiting = installing;
			});
		});
	}
}

export const appUpdate = new AppUpdate();
