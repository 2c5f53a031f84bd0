import { keepChoice, keptChoice } from './kept-choice.ts';

export const themeChoices = ['auto', 'light', 'dark', 'sun'] as const;
/** auto follows the system; sun is for direct daylight. */
export type ThemeChoice = (typeof themeChoices)[number];

const themeKey = 'outpost-theme';

class Theme {
	#choice = $state<ThemeChoice>(keptChoice(themeKey, themeChoices, 'auto'));

	constructor() {
		this.#apply();
	}

	get choice(): ThemeChoice {
		return this.#choice;
	}

	set(choice: ThemeChoice): void {
		this.#choice = choice;
		keepChoice(themeKey, choice);
		this.#apply();
	}

	#apply(): void {
		if (typeof document === 'undefined') return;
		const root = document.documentElement;
		if (this.#choice === 'auto') delete root.dataset['theme'];
		else root.dataset['theme'] = this.#choice;
	}
}

/** The look of this device. Applied when this module loads, before anything is drawn. */
export const theme = new Theme();
