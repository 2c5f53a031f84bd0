/** Words before something that is most likely a secret. Passwords are never stored in records (domain.md). */
const secretWords =
	/(?:密码|口令|password|passwd|pwd|passcode|pin)\s*(?:is|为|是|[:：=])\s*\S{3,}/i;

/** Whether a note reads as if it held a password: a warning, never a refusal. */
export function looksLikePassword(text: string): boolean {
	return secretWords.test(text);
}
