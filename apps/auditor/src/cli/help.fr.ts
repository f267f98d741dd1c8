import type { HelpWords } from './help-words.js';

export const helpInFrench: HelpWords = {
  intro: 'Contrôle le journal public d’une ville. Ne se fie à personne, sinon aux clés que vous nommez.',
  exits: 'Code de sortie\u00a0: 0 tout tient\u00a0; 1 quelque chose ne tient pas\u00a0; 2 la commande n’a pas été comprise\u00a0; 3 le contrôle n’a pas pu être fait.',
  usage: 'usage\u00a0:',
  unchecked: 'n’a pas pu être contrôlé\u00a0:',
  summaries: {
    mirror: 'copie un journal dans un dossier en contrôlant chaque octet\u00a0; relancez pour continuer ou mettre la copie à jour',
    verify: 'contrôle une copie, sans réseau\u00a0: chaque entrée, empreinte et signature, avec chaque point de contrôle conservé',
    prove: 'contrôle, sans réseau, qu’un fait est dans le journal',
    history: 'raconte, d’après une copie vérifiée, tout ce que le journal a d’un dossier, sans réseau',
    refold: 'compare chaque dossier, histoire et chiffre qu’une ville montre avec ce que dit son journal, en repliant les entrées',
    monitor: 'surveille un journal sans fin\u00a0: une bifurcation, un recul, un silence ou une entrée tardive donnent l’alarme et laissent des preuves',
    'verify-evidence': 'contrôle, sans réseau, qu’un dossier de preuves montre ce qu’il dit',
    witness: 'sert de témoin (C2SP tlog-witness) des journaux de la politique\u00a0: cosigne ce qui n’a fait que croître\u00a0; clés et état sont dans le dossier',
  },
  options: {
    key: 'se fier à cette clé du journal, nom+id+base64',
    policy: 'se fier aux clés de cette politique et demander son quorum (C2SP tlog-policy)',
    'hashes-only': 'laisser de côté ce que disent les entrées\u00a0: empreintes et signatures seulement',
    mirror: 'se fier aux clés que cette copie conserve',
    against: 'l’adresse du registre de la ville',
    state: 'ce qui a été vu est gardé ici\u00a0; par défaut covenant-monitor',
    every: 'secondes d’un regard au suivant\u00a0; par défaut 10',
    late: 'secondes dans lesquelles une entrée doit être couverte\u00a0; par défaut 60',
    silence: 'secondes sans signe de vie qui font un silence\u00a0; par défaut 600',
    once: 'regarder une fois et rendre compte',
    name: 'des nouvelles clés, comme example.org/witness',
    listen: 'où recevoir les demandes\u00a0; par défaut 127.0.0.1:7600',
    json: 'donner le résultat en JSON',
    lang: 'langue du résultat\u00a0; par défaut celle de LANG',
  },
};
