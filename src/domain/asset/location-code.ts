import { normaliseScanCode } from './scan-code.ts';

/** `D010602` of `D010602-003`: building, floor and room. */
const positionCode = /^(?<room>[A-Z0-9]{3,})-[A-Z0-9]+$/i;

/** The room's part of a location code; undefined where it has none. */
export function roomCodeOf(locationCode: string): string | undefined {
	return positionCode.exec(locationCode)?.groups?.['room'];
}

/** What may be scanned at a machine's place: its own code, and its room's. */
export function locationCodesOf({ locationCode }: { locationCode?: string | undefined }): string[] {
	const code = normaliseScanCode(locationCode ?? '');
	return [code, roomCodeOf(code) ?? ''].filter((one) => one !== '');
}
