/**
 * Markdown to a small tree of our own, which components draw element by element. No markup text is
 * ever made, so there is nothing to sanitise: raw HTML stays visible text, links go to a few harmless
 * schemes, pictures are the record's own blobs.
 */
import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';

export type Inline =
	| { kind: 'text' | 'code'; text: string }
	| { kind: 'strong' | 'em' | 'del'; parts: Inline[] }
	| { kind: 'link'; href: string; parts: Inline[] }
	/** Without `sha256` it is a picture from elsewhere, which is not shown. */
	| { kind: 'image'; alt: string; sha256?: string }
	| { kind: 'break' };

export type Block =
	| { kind: 'paragraph'; parts: Inline[] }
	| { kind: 'heading'; depth: number; parts: Inline[] }
	| { kind: 'code'; text: string }
	| { kind: 'quote'; blocks: Block[] }
	| { kind: 'list'; ordered: boolean; start: number; items: ListItem[] }
	| { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
	| { kind: 'rule' };

interface ListItem {
	blocks: Block[];
	/** Set on task lists. */
	checked?: boolean;
}

/** Deeper lists and quotes are drawn as their source text. */
const depthMax = 12;

export function parseMarkdown(source: string): Block[] {
	return blocksOf(lexer(source, { gfm: true, breaks: true }), 0);
}

function blocksOf(tokens: readonly Token[], depth: number): Block[] {
	return tokens.flatMap((token) => blockOf(token as MarkedToken, depth));
}

function blockOf(token: MarkedToken, depth: number): Block[] {
	if (depth > depthMax) return [paragraph([{ kind: 'text', text: token.raw }])];
	switch (token.type) {
		case 'heading':
			return [{ kind: 'heading', depth: token.depth, parts: inlinesOf(token.tokens) }];
		case 'paragraph':
			return [paragraph(inlinesOf(token.tokens))];
		case 'code':
			return [{ kind: 'code', text: token.text }];
		case 'blockquote':
			return [{ kind: 'quote', blocks: blocksOf(token.tokens, depth + 1) }];
		case 'list':
			return [listOf(token, depth)];
		case 'table':
			return [tableOf(token)];
		case 'hr':
			return [{ kind: 'rule' }];
		case 'space':
		case 'def':
		case 'checkbox':
			return [];
		default:
			return [paragraph(inlineOf(token))];
	}
}

function paragraph(parts: Inline[]): Block {
	return { kind: 'paragraph', parts };
}

function listOf(token: Tokens.List, depth: number): Block {
	return {
		kind: 'list',
		ordered: token.ordered,
		start: Number(token.start) || 1,
		items: token.items.map((item) => ({
			blocks: blocksOf(item.tokens, depth + 1),
			...(item.task && { checked: item.checked === true }),
		})),
	};
}

function tableOf(token: Tokens.Table): Block {
	const cells = (row: Tokens.TableCell[]) => row.map((cell) => inlinesOf(cell.tokens));
	return { kind: 'table', head: cells(token.header), rows: token.rows.map(cells) };
}

function inlinesOf(tokens: readonly Token[]): Inline[] {
	return tokens.flatMap((token) => inlineOf(token as MarkedToken));
}

function inlineOf(token: MarkedToken): Inline[] {
	switch (token.type) {
		case 'strong':
		case 'em':
		case 'del':
			return [{ kind: token.type, parts: inlinesOf(token.tokens) }];
		case 'codespan':
			return [{ kind: 'code', text: token.text }];
		case 'br':
			return [{ kind: 'break' }];
		case 'link':
			return linkOf(token);
		case 'image':
			return [imageOf(token)];
		case 'escape':
			return [{ kind: 'text', text: token.text }];
		case 'checkbox':
			return [];
		case 'text':
			return token.tokens ? inlinesOf(token.tokens) : [textOf(token.text)];
		default:
			return [{ kind: 'text', text: token.raw }];
	}
}

function textOf(text: string): Inline {
	return { kind: 'text', text: withoutEntities(text) };
}

const harmlessSchemes = ['http:', 'https:', 'mailto:', 'tel:'];

/** A link that leads nowhere harmless keeps its words. */
function linkOf(token: Tokens.Link): Inline[] {
	const parts = inlinesOf(token.tokens);
	const href = harmless(token.href);
	return href === undefined ? parts : [{ kind: 'link', href, parts }];
}

function harmless(href: string): string | undefined {
	const url = URL.parse(withoutEntities(href));
	return url && harmlessSchemes.includes(url.protocol) ? url.href : undefined;
}

/** `![插槽](blob:SHA-256)`: a picture kept with the article. */
function imageOf(token: Tokens.Image): Inline {
	const sha256 = /^blob:([0-9a-f]{64})$/.exec(token.href)?.[1];
	return { kind: 'image', alt: token.text, ...(sha256 && { sha256 }) };
}

const entities: Partial<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: '\u00a0',
};

function withoutEntities(text: string): string {
	return text.replace(/&(?:#(\d{1,6})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, ...found) => {
		const [decimal, hexadecimal, name] = found as (string | undefined)[];
		if (name !== undefined) return entities[name] ?? whole;
		const point = decimal ? Number(decimal) : parseInt(hexadecimal ?? '', 16);
		return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
	});
}
