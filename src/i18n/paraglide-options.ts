/** One place for what the build, the type check and the tests tell the message compiler. */
export const paraglideOptions = {
	project: './src/i18n/project.inlang',
	outdir: './src/i18n/generated',
	strategy: ['localStorage', 'preferredLanguage', 'baseLocale'] as (
		'localStorage' | 'preferredLanguage' | 'baseLocale'
	)[],
	localStorageKey: 'outpost-locale',
};
