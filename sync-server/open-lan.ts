import type { FastifyInstance } from 'fastify';
import type { Options } from './options.ts';
import { PlainError } from './plain-error.ts';

/** What `--lan` adds: HTTPS, the guide beside it, and how to get there from a phone. */
export interface Lan {
	https: { key: string; cert: string };
	extend: (app: FastifyInstance) => Promise<void>;
	invitation(port: number): Promise<string>;
}

/** Loaded only when wanted: making certificates needs a lot of code. */
export async function openLan({ dataDir }: Pick<Options, 'dataDir'>): Promise<Lan> {
	const { ensureLanCertificates } = await import('./lan/lan-certificates.ts');
	const { lanAddresses } = await import('./lan/lan-addresses.ts');
	const { terminalQr } = await import('./lan/terminal-qr.ts');
	const { lanGuide } = await import('./lan/lan-guide.ts');
	const [address] = lanAddresses();
	if (address === undefined)
		throw new PlainError(
			'--lan needs a network, and this machine is in none.',
			'--lan 需要网络连接,而本机未接入任何网络。',
		);
	const { ca, key, cert } = await ensureLanCertificates(dataDir);
	return {
		https: { key, cert },
		async extend(app) {
			await app.register(lanGuide, { ca });
		},
		async invitation(port) {
			const url = `https://${address}:${port}`;
			const guide = `${url}/lan`;
			return `  ${url}\n  First trust the certificate 请先信任证书: ${guide}\n\n${await terminalQr(guide)}`;
		},
	};
}
