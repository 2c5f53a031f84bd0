import { dateText, timeText } from '#i18n/format.ts';

/** A build without a name of its own is called by its time, ms since 1970; here it reads as one. */
export function versionText(version: string, zone = 'Asia/Shanghai'): string {
	if (!/^\d{13}$/.test(version)) return version;
	const builtMs = Number(version);
	return `${dateText(builtMs, zone)} ${timeText(builtMs, zone)}`;
}
