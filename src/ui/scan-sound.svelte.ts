import { keepChoice, keptChoice } from './kept-choice.ts';

export const scanSoundChoices = ['on', 'off'] as const;
export type ScanSoundChoice = (typeof scanSoundChoices)[number];

const scanSoundKey = 'outpost-scan-sound';

class ScanSound {
	#choice = $state<ScanSoundChoice>(keptChoice(scanSoundKey, scanSoundChoices, 'on'));

	get choice(): ScanSoundChoice {
		return this.#choice;
	}

	set(choice: ScanSoundChoice): void {
		this.#choice = choice;
		keepChoice(scanSoundKey, choice);
	}
}

/** Whether a code that was read is heard; the phone shakes either way. */
export const scanSound = new ScanSound();
