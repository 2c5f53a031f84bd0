import qrcode from 'qrcode';

/** A QR code of an address in half blocks, about 15 lines for a terminal. */
export function terminalQr(url: string): Promise<string> {
	return qrcode.toString(url, { type: 'terminal', small: true, errorCorrectionLevel: 'L' });
}
