import type { Language } from '@covenant/domain';
import type { DepartmentKey } from '../sample/place.js';
import type { Office } from './accounts.js';

/** What the sign-in pages say, in each of their languages. */
export interface SignInWords {
  readonly title: string;
  readonly about: string;
  readonly who: string;
  readonly offices: Readonly<Record<Office, string>>;
  readonly departments: Readonly<Record<DepartmentKey, string>>;
  readonly password: string;
  readonly where: string;
  readonly signIn: string;
  readonly cancel: string;
  readonly chooseOne: string;
  readonly wrong: string;
  readonly tooMany: string;
  readonly errorTitle: string;
  readonly errorAbout: string;
  readonly expired: string;
}

const en: SignInWords = {
  title: 'Sign in to try Covenant',
  about: 'These accounts are samples: offices of a made-up city. Nobody real holds them, and they work on this machine only.',
  who: 'Who are you?',
  offices: {
    resident: 'A resident',
    staff: 'Staff',
    'focal-point': 'The human rights office (focal point)',
    council: 'The human rights council',
    oversight: 'The ombudsperson (oversight)',
    administrator: 'An administrator (keys and users; records no facts)',
  },
  departments: { housing: 'housing', police: 'police', health: 'health', equity: 'equity', learning: 'learning', parks: 'parks' },
  password: 'Password of the sample accounts',
  where: 'It was printed where Covenant was started.',
  signIn: 'Sign in',
  cancel: 'Cancel',
  chooseOne: 'Choose who you are.',
  wrong: 'That is not the password of the sample accounts.',
  tooMany: 'There were too many wrong passwords. Try again in a few minutes.',
  errorTitle: 'Signing in did not work',
  errorAbout: 'The program that sent you here asked for something that cannot be given:',
  expired: 'This page is out of date or belongs to another browser. Go back to the program you came from and begin again.',
};

const es: SignInWords = {
  title: 'Entrar para probar Covenant',
  about: 'Estas cuentas son de muestra: oficinas de una ciudad inventada. Nadie las ocupa en la realidad, y solo sirven en esta máquina.',
  who: '¿Quién es usted?',
  offices: {
    resident: 'Una persona residente',
    staff: 'Personal',
    'focal-point': 'La oficina de derechos humanos (punto focal)',
    council: 'El consejo de derechos humanos',
    oversight: 'La defensoría (supervisión)',
    administrator: 'Administración (claves y usuarios; no registra hechos)',
  },
  departments: { housing: 'vivienda', police: 'policía', health: 'salud', equity: 'equidad', learning: 'educación', parks: 'parques' },
  password: 'Contraseña de las cuentas de muestra',
  where: 'Se mostró donde se inició Covenant.',
  signIn: 'Entrar',
  cancel: 'Cancelar',
  chooseOne: 'Elija quién es usted.',
  wrong: 'Esa no es la contraseña de las cuentas de muestra.',
  tooMany: 'Hubo demasiadas contraseñas equivocadas. Inténtelo de nuevo en unos minutos.',
  errorTitle: 'No se pudo entrar',
  errorAbout: 'El programa que le envió aquí pidió algo que no se puede dar:',
  expired: 'Esta página caducó o pertenece a otro navegador. Vuelva al programa del que vino y empiece de nuevo.',
};

const fr: SignInWords = {
  title: 'Se connecter pour essayer Covenant',
  about: 'Ces comptes sont des exemples : les services d’une ville inventée. Personne ne les occupe, et ils ne valent que sur cette machine.',
  who: 'Qui êtes-vous ?',
  offices: {
    resident: 'Une personne qui habite la ville',
    staff: 'Personnel',
    'focal-point': 'Le bureau des droits humains (point focal)',
    council: 'Le conseil des droits humains',
    oversight: 'Le bureau de médiation (contrôle)',
    administrator: 'Administration (clés et comptes ; n’enregistre aucun fait)',
  },
  departments: { housing: 'logement', police: 'police', health: 'santé', equity: 'équité', learning: 'éducation', parks: 'parcs' },
  password: 'Mot de passe des comptes d’exemple',
  where: 'Il a été affiché là où Covenant a été lancé.',
  signIn: 'Se connecter',
  cancel: 'Annuler',
  chooseOne: 'Choisissez qui vous êtes.',
  wrong: 'Ce n’est pas le mot de passe des comptes d’exemple.',
  tooMany: 'Il y a eu trop de mots de passe erronés. Réessayez dans quelques minutes.',
  errorTitle: 'La connexion n’a pas abouti',
  errorAbout: 'Le programme qui vous a envoyé ici a demandé une chose qui ne peut être donnée :',
  expired: 'Cette page est périmée ou appartient à un autre navigateur. Revenez au programme d’où vous venez et recommencez.',
};

export const signInWords: Readonly<Record<Language, SignInWords>> = { en, es, fr };
