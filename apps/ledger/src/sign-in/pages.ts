import type { Language } from '@covenant/domain';
import { spokenFor } from '@covenant/platform';
import { html, type Markup } from '../home/html.js';
import { sampleAccounts, type SampleAccount } from './accounts.js';
import { signInWords, type SignInWords } from './words.js';

/** Why the form is shown again. */
export type Complaint = 'chooseOne' | 'wrong' | 'tooMany';

export interface SignInForm {
  readonly uid: string;
  readonly chosen?: string;
  readonly complaint?: Complaint;
}

const page = (language: Language, title: string, content: Markup): string =>
  html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Covenant</title>
<link rel="stylesheet" href="/home.css">
<link rel="stylesheet" href="/sign-in.css">
</head>
<body class="sign-in">
<header><p class="name">Covenant</p><h1>${title}</h1></header>
<main>
${content}
</main>
</body>
</html>
`.text;

/** A form that works without a script: who, the password, and two buttons. */
export const signInPage = ({ uid, chosen, complaint }: SignInForm, header: string | undefined): string => {
  const language = spokenFor(header);
  const say = signInWords[language];
  const choices = sampleAccounts.map((account, index) => {
    const checked = account.id === (chosen ?? sampleAccounts[0]?.id) ? html` checked` : undefined;
    return html`<div class="choice"><input type="radio" name="account" id="account-${index}" value="${account.id}"${checked}><label for="account-${index}">${nameOf(account, say)}</label></div>
`;
  });
  const error = complaint === undefined ? undefined : html`<p class="notice error" role="alert" id="error">${say[complaint]}</p>`;
  const described = complaint === undefined ? html`aria-describedby="where"` : html`aria-describedby="error where" aria-invalid="true" autofocus`;
  return page(
    language,
    say.title,
    html`<p class="about">${say.about}</p>${error}
<form method="post" action="/sign-in/${uid}">
<fieldset><legend>${say.who}</legend>
${choices}</fieldset>
<p><label for="password">${say.password}</label>
<input type="password" id="password" name="password" autocomplete="current-password" ${described}>
<span id="where">${say.where}</span></p>
<p><button type="submit" name="act" value="sign-in">${say.signIn}</button> <button type="submit" name="act" value="cancel" class="second">${say.cancel}</button></p>
</form>`,
  );
};

export const errorPage = (reason: string, header: string | undefined): string => {
  const language = spokenFor(header);
  const say = signInWords[language];
  return page(language, say.errorTitle, html`<p>${say.errorAbout}</p><p class="notice error"><code>${reason}</code></p>`);
};

export const expiredPage = (header: string | undefined): string => {
  const language = spokenFor(header);
  const say = signInWords[language];
  return page(language, say.errorTitle, html`<p class="notice error">${say.expired}</p>`);
};

const nameOf = ({ office, department }: SampleAccount, say: SignInWords): string =>
  department === undefined ? say.offices[office] : `${say.offices[office]}: ${say.departments[department]}`;

export const signInStyle = `.sign-in { max-width: 36rem; }
.sign-in fieldset { margin: 1.5rem 0; padding: 0.8rem 1rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--card); }
.sign-in legend { padding: 0 0.4rem; font-weight: 600; }
.choice { display: flex; gap: 0.6rem; align-items: baseline; padding: 0.15rem 0; }
.choice label { flex: 1; padding: 0.15rem 0; }
.sign-in label[for="password"] { display: block; font-weight: 600; }
.sign-in input[type="password"] { display: block; width: 100%; margin: 0.3rem 0; padding: 0.55rem 0.7rem; border: 1px solid var(--soft); border-radius: 0.3rem; background: var(--card); color: var(--ink); font: inherit; }
#where { color: var(--soft); }
.sign-in button { padding: 0.55rem 1.2rem; border: 2px solid var(--link); border-radius: 0.3rem; background: var(--link); color: var(--paper); font: inherit; font-weight: 600; cursor: pointer; }
.sign-in button.second { background: transparent; color: var(--link); }
.sign-in input:focus-visible, .sign-in button:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; }
.notice.error { border-left-color: var(--late); }
`;
