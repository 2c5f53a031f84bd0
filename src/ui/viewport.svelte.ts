import { MediaQuery } from 'svelte/reactivity';

const tablet = new MediaQuery('(min-width: 43.75em)', false);
const desk = new MediaQuery('(min-width: 68.75em)', false);

/** The width class of the window, the same breakpoints as in the style sheets (em: large text counts). */
export const viewport = {
	get isPhone(): boolean {
		return !tablet.current;
	},
	get isTablet(): boolean {
		return tablet.current && !desk.current;
	},
	get isDesk(): boolean {
		return desk.current;
	},
};
