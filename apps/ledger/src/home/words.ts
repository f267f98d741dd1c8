import type { Language } from '@covenant/domain';

/** Everything that the first page says, in each of its languages. A missing sentence does not compile. */
export interface Words {
  readonly title: string;
  readonly skip: string;
  readonly promise: string;
  readonly about: string;
  readonly sampleMark: string;
  readonly sampleNotice: (city: string) => string;
  readonly noCity: string;
  readonly figuresOf: (city: string) => string;
  readonly figures: Readonly<Record<Figure, string>>;
  readonly overdue: string;
  readonly overdueIntro: string;
  readonly nothingOverdue: string;
  readonly commitment: string;
  readonly answerable: string;
  readonly dueOn: string;
  readonly late: string;
  readonly days: (count: number) => string;
  readonly historyOf: string;
  readonly more: (count: number) => string;
  readonly journey: string;
  readonly steps: readonly { readonly name: string; readonly text: string }[];
  readonly check: string;
  readonly checkIntro: string;
  readonly checkOne: string;
  /** The bundle of a city. */
  readonly keep: (city: string) => string;
  readonly checkOutro: (entries: number) => string;
  /** The log has stopped; the number of the entry to look at, where there is one. */
  readonly stopped: (entry: number | undefined) => string;
  readonly notSigning: string;
  readonly noWitnesses: string;
  readonly witnessed: (names: readonly string[]) => string;
  readonly unwitnessed: (missing: readonly string[]) => string;
  readonly directory: string;
  readonly directoryIntro: string;
  readonly since: (year: string) => string;
  readonly doors: string;
  readonly links: Readonly<Record<'docs' | 'openapi' | 'checkpoint' | 'health' | 'cities', string>>;
  readonly sources: string;
}

export type Figure = 'obligations' | 'open' | 'overdue' | 'kept' | 'verified' | 'contested' | 'scrutinies' | 'remedies';

const en: Words = {
  title: 'Covenant',
  skip: 'Skip to the content',
  promise: 'What a city owes and promises its people, written down so that nobody can later change, hide or back-date it.',
  about:
    'Covenant is the accountability ledger of human rights cities. Obligations, commitments, scrutiny decisions and remedies are recorded as facts that only ever add up; a public log lets anyone prove it.',
  sampleMark: 'sample',
  sampleNotice: (city) =>
    `${city} is a sample, made up to show how the ledger works. Its obligations and pledges are real texts of the UN Universal Periodic Review and of Canada’s Truth and Reconciliation Commission; its offices, dates and decisions are invented.`,
  noCity: 'No city has recorded anything here yet. The directory below lists the cities enrolled.',
  figuresOf: (city) => `${city} in figures`,
  figures: {
    obligations: 'obligations',
    open: 'commitments open',
    overdue: 'overdue',
    kept: 'reported kept',
    verified: 'verified',
    contested: 'contested',
    scrutinies: 'scrutinies',
    remedies: 'remedies',
  },
  overdue: 'Overdue',
  overdueIntro: 'Promises and remedies whose day has passed, the longest first. Each line leads to its whole history.',
  nothingOverdue: 'Nothing is overdue.',
  commitment: 'What',
  answerable: 'Who must answer',
  dueOn: 'Was due',
  late: 'Late by',
  days: (count) => `${count} ${count === 1 ? 'day' : 'days'}`,
  historyOf: 'History of:',
  more: (count) => `and ${count} more`,
  journey: 'The way of one fact',
  steps: [
    { name: 'Sent', text: 'A person with a role sends a command.' },
    { name: 'Decided', text: 'Rules that stand in the open accept or refuse it, once.' },
    { name: 'Written', text: 'The fact is appended. Nothing is ever edited or deleted.' },
    { name: 'Logged', text: 'It becomes an entry of a signed public log.' },
    { name: 'Checked', text: 'Anyone verifies it, offline, on their own computer.' },
  ],
  check: 'Check it yourself',
  checkIntro: 'Copy the whole log and verify every entry and signature, without trusting this server:',
  checkOne: 'Check a single fact in your browser',
  keep: (city) => `Take the record of ${city} home: a zip file that can be checked without us`,
  checkOutro: (entries) => `Under its newest signed checkpoint the log holds ${entries} ${entries === 1 ? 'entry' : 'entries'}.`,
  stopped: (entry) =>
    `The log has stopped: what is stored and what was published contradict each other${entry === undefined ? '' : `, at entry ${entry}`}. It signs nothing more until a person has looked; what it published before can be checked as ever. It says:`,
  notSigning: 'Nobody signs the log at the moment. What is recorded is kept, and will be signed once the log goes on.',
  noWitnesses: 'No witnesses are named for this log. If all of it were put back to an older state, only those who keep a copy would notice: keep one.',
  witnessed: (names) => `Its newest checkpoint was cosigned by its witnesses: ${names.join(', ')}.`,
  unwitnessed: (missing) => `Its newest checkpoint does not have the signatures of witnesses that it should have. Missing: ${missing.join(', ')}.`,
  directory: 'Human rights cities in the directory',
  directoryIntro: 'Enrolled with the year of their declaration.',
  since: (year) => `since ${year}`,
  doors: 'Where to go on',
  links: {
    docs: 'The HTTP interface, to read and to try',
    openapi: 'Its OpenAPI description',
    checkpoint: 'The latest signed checkpoint of the log',
    health: 'The state of the parts',
    cities: 'The directory of cities, as data',
  },
  sources:
    'Sources of what is shown: UPR Info database, from UN working-group reports; Truth and Reconciliation Commission of Canada, Calls to Action (public domain); Human Rights City Framework for the cities and their years.',
};

const es: Words = {
  title: 'Covenant',
  skip: 'Saltar al contenido',
  promise: 'Lo que una ciudad debe y promete a su gente, escrito de modo que nadie pueda después cambiarlo, ocultarlo ni antedatarlo.',
  about:
    'Covenant es el libro de rendición de cuentas de las ciudades de derechos humanos. Obligaciones, compromisos, decisiones de examen y reparaciones se registran como hechos que solo se suman; un registro público permite que cualquiera lo demuestre.',
  sampleMark: 'muestra',
  sampleNotice: (city) =>
    `${city} es una muestra, inventada para enseñar cómo funciona el libro. Sus obligaciones y promesas son textos reales del Examen Periódico Universal de la ONU y de la Comisión de la Verdad y la Reconciliación de Canadá; sus oficinas, fechas y decisiones son inventadas.`,
  noCity: 'Ninguna ciudad ha registrado nada todavía. El directorio de abajo enumera las ciudades inscritas.',
  figuresOf: (city) => `${city} en cifras`,
  figures: {
    obligations: 'obligaciones',
    open: 'compromisos abiertos',
    overdue: 'vencidos',
    kept: 'declarados cumplidos',
    verified: 'verificados',
    contested: 'impugnados',
    scrutinies: 'exámenes',
    remedies: 'reparaciones',
  },
  overdue: 'Vencidos',
  overdueIntro: 'Promesas y reparaciones cuya fecha ha pasado, primero las más antiguas. Cada línea lleva a su historia completa.',
  nothingOverdue: 'No hay nada vencido.',
  commitment: 'Qué',
  answerable: 'Quién debe responder',
  dueOn: 'Vencía el',
  late: 'Retraso',
  days: (count) => `${count} ${count === 1 ? 'día' : 'días'}`,
  historyOf: 'Historia de:',
  more: (count) => `y ${count} más`,
  journey: 'El camino de un hecho',
  steps: [
    { name: 'Enviado', text: 'Una persona con un cargo envía una orden.' },
    { name: 'Decidido', text: 'Reglas a la vista de todos la aceptan o la rechazan, una sola vez.' },
    { name: 'Escrito', text: 'El hecho se añade. Nada se edita ni se borra jamás.' },
    { name: 'Publicado', text: 'Pasa a ser una entrada de un registro público firmado.' },
    { name: 'Comprobado', text: 'Cualquiera lo verifica, sin conexión, en su propio equipo.' },
  ],
  check: 'Compruébelo usted',
  checkIntro: 'Copie el registro entero y verifique cada entrada y cada firma, sin fiarse de este servidor:',
  checkOne: 'Comprobar un solo hecho en su navegador',
  keep: (city) => `Llevarse el registro de ${city}: un archivo zip que se comprueba sin nosotros`,
  checkOutro: (entries) => `Bajo su último punto de control firmado, el registro contiene ${entries} ${entries === 1 ? 'entrada' : 'entradas'}.`,
  stopped: (entry) =>
    `El registro se ha detenido: lo guardado y lo publicado se contradicen${entry === undefined ? '' : `, en la entrada ${entry}`}. No firmará nada más hasta que una persona lo examine; lo que publicó antes puede comprobarse como siempre. Dice:`,
  notSigning: 'En este momento nadie firma el registro. Lo que se inscribe se conserva y se firmará cuando el registro continúe.',
  noWitnesses: 'Este registro no tiene testigos nombrados. Si todo él volviera a un estado anterior, solo lo notaría quien guarde una copia: guarde una.',
  witnessed: (names) => `Su último punto de control lo cofirmaron sus testigos: ${names.join(', ')}.`,
  unwitnessed: (missing) => `A su último punto de control le faltan firmas de testigos que debería tener. Faltan: ${missing.join(', ')}.`,
  directory: 'Ciudades de derechos humanos en el directorio',
  directoryIntro: 'Inscritas con el año de su declaración.',
  since: (year) => `desde ${year}`,
  doors: 'Para seguir',
  links: {
    docs: 'La interfaz HTTP, para leer y probar',
    openapi: 'Su descripción OpenAPI',
    checkpoint: 'El último punto de control firmado del registro',
    health: 'El estado de las partes',
    cities: 'El directorio de ciudades, como datos',
  },
  sources:
    'Fuentes de lo que se muestra: base de datos UPR Info, a partir de informes de grupos de trabajo de la ONU; Comisión de la Verdad y la Reconciliación de Canadá, Llamados a la acción (dominio público); Marco de Ciudades de Derechos Humanos para las ciudades y sus años.',
};

const fr: Words = {
  title: 'Covenant',
  skip: 'Aller au contenu',
  promise: 'Ce qu’une ville doit et promet à ses habitants, écrit de sorte que nul ne puisse ensuite le changer, le cacher ou l’antidater.',
  about:
    'Covenant est le registre de redevabilité des villes de droits humains. Obligations, engagements, décisions d’examen et réparations y sont inscrits comme des faits qui ne font que s’ajouter ; un journal public permet à chacun de le prouver.',
  sampleMark: 'exemple',
  sampleNotice: (city) =>
    `${city} est un exemple, inventé pour montrer le fonctionnement du registre. Ses obligations et promesses sont des textes réels de l’Examen périodique universel de l’ONU et de la Commission de vérité et réconciliation du Canada ; ses bureaux, dates et décisions sont inventés.`,
  noCity: 'Aucune ville n’a encore rien inscrit ici. Le répertoire ci-dessous énumère les villes enregistrées.',
  figuresOf: (city) => `${city} en chiffres`,
  figures: {
    obligations: 'obligations',
    open: 'engagements ouverts',
    overdue: 'en retard',
    kept: 'déclarés tenus',
    verified: 'vérifiés',
    contested: 'contestés',
    scrutinies: 'examens',
    remedies: 'réparations',
  },
  overdue: 'En retard',
  overdueIntro: 'Promesses et réparations dont le jour est passé, les plus anciennes d’abord. Chaque ligne mène à son histoire entière.',
  nothingOverdue: 'Rien n’est en retard.',
  commitment: 'Quoi',
  answerable: 'Qui doit répondre',
  dueOn: 'Échéance',
  late: 'Retard',
  days: (count) => `${count} ${count === 1 ? 'jour' : 'jours'}`,
  historyOf: 'Histoire de :',
  more: (count) => `et ${count} de plus`,
  journey: 'Le chemin d’un fait',
  steps: [
    { name: 'Envoyé', text: 'Une personne avec une fonction envoie une commande.' },
    { name: 'Décidé', text: 'Des règles visibles de tous l’acceptent ou la refusent, une seule fois.' },
    { name: 'Écrit', text: 'Le fait est ajouté. Rien n’est jamais modifié ni effacé.' },
    { name: 'Publié', text: 'Il devient une entrée d’un journal public signé.' },
    { name: 'Contrôlé', text: 'Chacun le vérifie, hors ligne, sur son propre ordinateur.' },
  ],
  check: 'Vérifiez vous-même',
  checkIntro: 'Copiez le journal entier et vérifiez chaque entrée et chaque signature, sans vous fier à ce serveur :',
  checkOne: 'Vérifier un seul fait dans votre navigateur',
  keep: (city) => `Emporter le registre de ${city} : un fichier zip qui se vérifie sans nous`,
  checkOutro: (entries) => `Sous son dernier point de contrôle signé, le journal compte ${entries} ${entries === 1 ? 'entrée' : 'entrées'}.`,
  stopped: (entry) =>
    `Le journal s’est arrêté : ce qui est conservé et ce qui a été publié se contredisent${entry === undefined ? '' : `, à l’entrée ${entry}`}. Il ne signera plus rien avant qu’une personne l’ait examiné ; ce qu’il a publié auparavant se vérifie comme toujours. Il dit :`,
  notSigning: 'Personne ne signe le journal en ce moment. Ce qui est inscrit est conservé et sera signé quand le journal reprendra.',
  noWitnesses: 'Aucun témoin n’est nommé pour ce journal. S’il était tout entier ramené à un état plus ancien, seul qui en garde une copie le remarquerait : gardez-en une.',
  witnessed: (names) => `Son dernier point de contrôle a été cosigné par ses témoins : ${names.join(', ')}.`,
  unwitnessed: (missing) => `Il manque à son dernier point de contrôle des signatures de témoins qu’il devrait avoir. Manquent : ${missing.join(', ')}.`,
  directory: 'Villes de droits humains dans le répertoire',
  directoryIntro: 'Enregistrées avec l’année de leur déclaration.',
  since: (year) => `depuis ${year}`,
  doors: 'Pour continuer',
  links: {
    docs: 'L’interface HTTP, à lire et à essayer',
    openapi: 'Sa description OpenAPI',
    checkpoint: 'Le dernier point de contrôle signé du journal',
    health: 'L’état des parties',
    cities: 'Le répertoire des villes, en données',
  },
  sources:
    'Sources de ce qui est montré : base de données UPR Info, d’après les rapports des groupes de travail de l’ONU ; Commission de vérité et réconciliation du Canada, Appels à l’action (domaine public) ; Cadre des villes de droits humains pour les villes et leurs années.',
};

export const words: Readonly<Record<Language, Words>> = { en, es, fr };
