import { languages } from '@covenant/domain';
import { describe, expect, it } from '@jest/globals';
import { html } from './html.js';
import { homePage, type HomeView } from './page.js';
import { style } from './style.js';
import { words } from './words.js';

const view: HomeView = {
  city: { id: '01912d68-783e-7a03-8467-5661c1243ad4', name: 'Riverbend (sample)', sample: true, language: 'en' },
  figures: [{ figure: 'open', count: 3 }],
  overdue: [
    {
      path: '/v1/commitments/01912d68-783e-7a03-8467-5661c1243ad5/history',
      title: '<script>alert(1)</script> & "more"',
      dutyBearer: 'Parks',
      dueOn: '2026-01-31',
      daysLate: 1,
    },
  ],
  overdueInAll: 4,
  directory: [{ id: '01912d68-783e-7a03-8467-5661c1243ad6', name: 'Eugene', region: 'OR, US', year: '2011' }],
  log: { size: 7, state: 'signing' },
  address: 'http://127.0.0.1:3000',
};

describe('the first page', () => {
  it.each(languages)('has one heading of the first level, a skip link to the content, and its language set (%s)', (language) => {
    const page = homePage(view, language);
    expect(page).toContain(`<html lang="${language}">`);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toContain('<a class="skip" href="#content">');
    expect(page).toContain('<main id="content"');
    expect(page).toContain(words[language].sampleNotice('Riverbend (sample)').slice(0, 20));
  });

  it.each(languages)('says in %s who cosigned the log, and notably when too few did', (language) => {
    const said = (quorum: boolean): string => homePage({ ...view, log: { ...view.log, witnesses: { quorum, cosigned: ['ada.example'], missing: [{ name: 'ben.example' }] } } }, language);
    expect(said(true)).toContain('>' + words[language].witnessed(['ada.example']) + '</p>');
    expect(said(false)).toContain('<p class="notice">' + words[language].unwitnessed(['ben.example']) + '</p>');
    expect(homePage(view, language)).not.toContain('.example');
    expect(homePage(view, language)).toContain(words[language].noWitnesses);
  });

  it.each(languages)('says in %s how many entries are signed for, and first of all when the log has stopped or nobody signs it', (language) => {
    const page = (log: HomeView['log']): string => homePage({ ...view, log }, language);
    const { stopped, notSigning, checkOutro } = words[language];
    expect(page(view.log)).toContain(checkOutro(7));
    expect(page(view.log)).not.toContain('role="alert"');
    expect(page({ size: 7, state: 'waiting' })).toContain('<p class="notice">' + notSigning);
    const notice = page({ size: 7, state: 'stopped', reason: 'entry 3 is <another>', entry: 3 });
    expect(notice).toContain(`role="alert">${stopped(3)} <q lang="en">entry 3 is &lt;another&gt;</q>`);
    expect(notice.indexOf('role="alert"')).toBeLessThan(notice.indexOf('auditor -- mirror'));
  });

  it.each(languages)('leads to the bundle of the city that it shows, and to none where it shows none (%s)', (language) => {
    const bundle = 'href="/v1/bundles?cityId=01912d68-783e-7a03-8467-5661c1243ad4"';
    expect(homePage(view, language)).toContain(bundle);
    const { city: _city, ...empty } = view;
    expect(homePage(empty, language)).not.toContain('/v1/bundles');
  });

  it('shows texts as texts, whatever they hold', () => {
    const page = homePage(view, 'en');
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;');
  });

  it('lets no text turn or break what stands around it', () => {
    const turned = { ...view, directory: [{ id: 'x', name: 'Eugene\u202e\u0007', region: 'OR', year: '2011' }] };
    expect(homePage(turned, 'en')).toContain('<bdi>Eugene\ufffd\ufffd</bdi></a>, <bdi>OR</bdi>');
  });

  it('needs no script, no style of its own and nothing from elsewhere', () => {
    const page = homePage(view, 'en');
    expect(page).not.toMatch(/ style=|<style|<script|src=| on\w+=/);
    expect(page.match(/https?:\/\/[^\s<"]+/g)).toEqual(['http://127.0.0.1:3000/log']);
    expect(style).not.toMatch(/url\(|@import/);
  });

  it('names every region, and every table cell has its header', () => {
    const page = homePage(view, 'en');
    for (const [, id] of page.matchAll(/aria-labelledby="(\w+)"/g)) expect(page).toContain(`id="${id}"`);
    expect(page.match(/<th scope="col">/g)).toHaveLength(4);
    expect(page).toContain('<th scope="row"><a href="/v1/commitments/');
    expect(homePage(view, 'fr')).toContain('<td lang="en" dir="auto">Parks</td>');
    expect(page).toContain('<time datetime="2026-01-31">January 31, 2026</time>');
  });

  it('says where the rest of the overdue list is', () => {
    expect(homePage(view, 'en')).toContain('overdue=true">and 3 more</a>');
    expect(homePage({ ...view, overdueInAll: 1 }, 'en')).not.toContain('overdue=true');
  });

  it('says so when nothing is overdue, and when nothing was recorded', () => {
    expect(homePage({ ...view, overdue: [], overdueInAll: 0 }, 'fr')).toContain('Rien n’est en retard.');
    const empty: HomeView = { figures: [], overdue: [], overdueInAll: 0, directory: [], log: { size: 0, state: 'signing' }, address: view.address };
    expect(homePage(empty, 'es')).toContain('Ninguna ciudad ha registrado nada');
  });

  it('escapes what is put into a template, lists included', () => {
    expect(html`<p title="${'"'}">${['<', html`<b>x</b>`, undefined, 3]}</p>`.text).toBe('<p title="&quot;">&lt;<b>x</b>3</p>');
  });
});
