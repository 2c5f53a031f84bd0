import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { X509Certificate } from 'node:crypto';
import { certificateFingerprint } from './lan-certificates.ts';
import { lanGuideCss, lanGuideHtml } from './lan-guide-html.ts';
import type { GuideLocale } from './lan-guide-words.ts';

export interface LanGuideOptions {
	/** The authority's certificate, PEM. */
	ca: string;
	/** Where the app is once the certificate is trusted; left out, the guide names no link. */
	appUrl?: string;
}

const guidePolicy =
	"default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

/**
 * `GET /lan` the guide, `GET /lan/ca.crt` the authority's certificate, `GET /lan/guide.css`. All
 * public: a device needs them before it can sign in, and nothing in them is secret.
 */
export const lanGuide: FastifyPluginAsync<LanGuideOptions> = async (server, { ca, appUrl }) => {
	const certificate = new X509Certificate(ca).raw;
	const details = {
		fingerprint: certificateFingerprint(ca),
		...(appUrl === undefined ? {} : { appUrl }),
	};

	server.get('/lan', (request, reply) =>
		reply
			.type('text/html; charset=utf-8')
			.header('content-security-policy', guidePolicy)
			.header('vary', 'accept-language')
			.send(lanGuideHtml('/lan/ca.crt', guideLocale(request), details)),
	);
	server.get('/lan/guide.css', (_request, reply) =>
		reply.type('text/css; charset=utf-8').send(lanGuideCss),
	);
	server.get('/lan/ca.crt', (_request, reply) =>
		reply
			.type('application/x-x509-ca-cert')
			// As an attachment Safari would file it away instead of offering to install it.
			.header('content-disposition', 'inline; filename="outpost-ca.crt"')
			.send(certificate),
	);
};

/** The language asked for by the link, else the browser's first; Chinese unless it is another. */
function guideLocale(request: FastifyRequest): GuideLocale {
	const { lang } = request.query as { lang?: unknown };
	if (lang === 'en' || lang === 'zh-CN') return lang;
	const first = request.headers['accept-language']?.trim().toLowerCase() ?? 'zh';
	return first.startsWith('zh') ? 'zh-CN' : 'en';
}
