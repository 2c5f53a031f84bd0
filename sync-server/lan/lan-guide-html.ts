import { guideWords, type GuideLocale, type GuidePlatform } from './lan-guide-words.ts';

export interface GuideDetails {
	/** Where the app is once the certificate is trusted. */
	appUrl?: string;
	/** The authority's SHA-256 fingerprint, to compare. */
	fingerprint?: string;
}

/** The page that tells how to trust the local authority, for every platform; plain HTML, no scripts. */
export function lanGuideHtml(
	caUrl: string,
	locale: GuideLocale,
	details: GuideDetails = {},
): string {
	const words = guideWords[locale];
	const other: GuideLocale = locale === 'en' ? 'zh-CN' : 'en';
	return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title>
<link rel="stylesheet" href="/lan/guide.css">
</head>
<body>
<header><a href="?lang=${other}" hreflang="${other}" lang="${other}">${words.otherLanguage}</a></header>
<main>
<h1>${words.title}</h1>
<p>${words.why}</p>
<p><a class="button" href="${escapeHtml(caUrl)}">${words.download}</a></p>
${fingerprintHtml(locale, details.fingerprint)}
${words.platforms.map(platformHtml).join('\n')}
${appLinkHtml(locale, details.appUrl)}
</main>
</body>
</html>
`;
}

function platformHtml({ name, steps }: GuidePlatform): string {
	const items = steps.map((step) => `<li>${escapeHtml(step)}</li>`).join('\n');
	return `<section>\n<h2>${escapeHtml(name)}</h2>\n<ol>\n${items}\n</ol>\n</section>`;
}

function fingerprintHtml(locale: GuideLocale, fingerprint: string | undefined): string {
	if (fingerprint === undefined) return '';
	const words = guideWords[locale];
	return `<dl>\n<dt>${words.fingerprint}</dt>\n<dd><code>${escapeHtml(fingerprint)}</code></dd>\n</dl>\n<p>${words.compare}</p>`;
}

function appLinkHtml(locale: GuideLocale, appUrl: string | undefined): string {
	if (appUrl === undefined) return '';
	const words = guideWords[locale];
	return `<p>${words.then} <a href="${escapeHtml(appUrl)}">${words.open}</a></p>`;
}

function escapeHtml(text: string): string {
	const entities: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
	};
	return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** The guide's looks; a file of its own, because the content policy allows no inline styles. */
export const lanGuideCss = `:root { color-scheme: light dark; }
body {
	margin: 0 auto;
	padding: 16px;
	max-width: 40rem;
	font: 1rem/1.6 system-ui, 'PingFang SC', 'Noto Sans SC', 'Microsoft YaHei', sans-serif;
	overflow-wrap: anywhere;
}
header { text-align: end; }
h1 { font-size: 1.5rem; line-height: 1.3; }
h2 { font-size: 1.125rem; margin: 1.5rem 0 0.25rem; }
header a, .button { display: inline-flex; align-items: center; min-height: 48px; }
.button {
	padding: 0 24px;
	border-radius: 12px;
	background: #1d4ed8;
	color: #fff;
	font-weight: 600;
	text-decoration: none;
}
li { margin: 0.5rem 0; }
dt { font-weight: 600; }
dd { margin: 0; }
:focus-visible { outline: 3px solid; outline-offset: 3px; }
`;
