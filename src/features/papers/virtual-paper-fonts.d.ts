/** Made by build/paper-fonts-plugin.ts. */
declare module 'virtual:paper-fonts' {
	/** Address of the gzipped font every device keeps. */
	export const mainFontUrl: string;
	/** Address of the gzipped rest, fetched when a sheet needs it. */
	export const restFontUrl: string;
}
