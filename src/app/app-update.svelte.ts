import { dev } from '$app/environment';

/**
 * The app's own versions: registers the service worker and knows when a newer one waits. Nothing is
 * switched before the user says so; another tab in which he said so leaves this one as it is.
 */
class AppUpdate {
	#waiting = $state.raw<ServiceWorker>();
	#superseded = $state(false);
	#postponed = $state(false);

	/** A new version is on the device and waits for the user's word. */
	get ready(): boolean {
		return this.#waiting !== undefined || this.#superseded;
	}

	/** It may be offered by itself; on the user's own page it is offered in any case. */
	get prompts(): boolean {
		return this.ready && !this.#postponed;
	}

	/** Called once after the first paint; in development there is no worker. */
	async register(): Promise<void> {
		if (dev || !('serviceWorker' in navigator)) return;
		if (navigator.serviceWorker.controller)
			navigator.serviceWorker.addEventListener('controllerchange', () => (this.#superseded = true));
		const registration = await navigator.serviceWorker.register('/service-worker.js');
		this.#watch(registration);
	}

	/** Whether the app opens here without a network: its version is installed whole or not at all. */
	async isKept(): Promise<boolean> {
		return Boolean((await navigator.serviceWorker?.getRegistration())?.active);
	}

	/** Waits until it does. */
	async keep(): Promise<void> {
		await this.register();
		await navigator.serviceWorker?.ready;
	}

	/** Switches to the new version and opens the page again. */
	take(): void {
		if (!this.#waiting) return location.reload();
		navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
			once: true,
		});
		this.#waiting.postMessage('take-over');
	}

	/** Asks the server for a newer one now; what it finds is `ready` once it is on the device. */
	async check(): Promise<void> {
		const registration = await navigator.serviceWorker?.getRegistration();
		if (!registration) return;
		await registration.update();
		if (registration.waiting) this.#waiting = registration.waiting;
	}

	/** Not now: it stays on offer on the user's own page. */
	later(): void {
		this.#postponed = true;
	}

	#watch(registration: ServiceWorkerRegistration): void {
		if (registration.waiting && navigator.serviceWorker.controller)
			this.#waiting = registration.waiting;
		registration.addEventListener('updatefound', () => {
			const installing = registration.installing;
			installing?.addEventListener('statechange', () => {
				if (installing.state !== 'installed' || !navigator.serviceWorker.controller) return;
				this.#waiting = installing;
				this.#postponed = false;
			});
		});
	}
}

export const appUpdate = new AppUpdate();
