const key = 'outpost-scan-muted';

/** Whether a found code stays silent on this device; it still shakes. */
class ScanMuted {
	#muted = $state(localStorage.getItem(key) === 'yes');

	get muted(): boolean {
		return this.#muted;
	}

	set(muted: boolean): void {
		this.#muted = muted;
		localStorage.setItem(key, muted ? 'yes' : 'no');
	}
}

export const scanMuted = new ScanMuted();
