import type { InEach, KindWords } from '@covenant/platform';

type Kinds = Readonly<Record<'not-yet-covered' | 'log-contradicted' | 'key-not-of-the-log' | 'new-key-silent', KindWords>>;

/** What the kinds of problem that the public log adds to the general ones mean. */
export const kinds: InEach<Kinds> = {
  en: {
    'not-yet-covered': {
      title: 'The log has not covered this event yet',
      about:
        'The event is recorded. The next checkpoint, usually within two seconds, will cover it. ' +
        'Wait as long as Retry-After says and ask again.',
    },
    'log-contradicted': {
      title: 'The store no longer has what was logged',
      about:
        'The entries asked for are in the public log, and the ledger cannot show them any more. That is exactly what the ' +
        'log is there to make visible: keep the checkpoint and the proofs you have.',
    },
    'key-not-of-the-log': {
      title: 'This does not follow from the keys of the log',
      about:
        'A new key of the log is announced under one that signs it now, by both of them, and once. What the log says of its ' +
        'own keys is at /log/keys.',
    },
    'new-key-silent': {
      title: 'The new key does not sign yet',
      about:
        'A key is retired only when the one that takes its place has signed the newest checkpoint: otherwise the log could ' +
        'not go on. Put the new key in its place and wait for a checkpoint that it signed.',
    },
  },
  es: {
    'not-yet-covered': {
      title: 'El registro público aún no cubre este hecho',
      about:
        'El hecho está registrado. El próximo punto de control, por lo general en dos segundos, lo cubrirá. ' +
        'Ha de esperarse lo que dice Retry-After y preguntarse de nuevo.',
    },
    'log-contradicted': {
      title: 'El almacén ya no tiene lo que se anotó',
      about:
        'Las entradas pedidas están en el registro público, y ya no pueden mostrarse. Justo eso ha de hacer visible el ' +
        'registro público: conviene guardar el punto de control y las pruebas que se tengan.',
    },
    'key-not-of-the-log': {
      title: 'Esto no se sigue de las claves del registro público',
      about:
        'Una clave nueva del registro público se anuncia bajo una que lo firma ahora, con la firma de ambas, y una sola vez. ' +
        'Lo que el registro público dice de sus propias claves está en /log/keys.',
    },
    'new-key-silent': {
      title: 'La clave nueva aún no firma',
      about:
        'Una clave solo se retira cuando la que la sustituye ha firmado el punto de control más nuevo: si no, el registro ' +
        'público no podría seguir. Ha de ponerse la clave nueva en su lugar y esperarse un punto de control que ella firme.',
    },
  },
  fr: {
    'not-yet-covered': {
      title: 'Le journal ne couvre pas encore ce fait',
      about:
        'Le fait est inscrit. Le prochain point de contrôle, d’ordinaire en deux secondes, le couvrira. ' +
        'Il faut attendre aussi longtemps que le dit Retry-After, puis redemander.',
    },
    'log-contradicted': {
      title: 'Le stockage n’a plus ce qui a été consigné',
      about:
        'Les entrées demandées sont dans le journal public, et ne peuvent plus être montrées. C’est précisément ce que le ' +
        'journal doit rendre visible\u00a0: il faut garder le point de contrôle et les preuves que l’on a.',
    },
    'key-not-of-the-log': {
      title: 'Ceci ne découle pas des clés du journal',
      about:
        'Une nouvelle clé du journal est annoncée sous une clé qui le signe à présent, par les deux, et une seule fois. Ce ' +
        'que le journal dit de ses propres clés est à /log/keys.',
    },
    'new-key-silent': {
      title: 'La nouvelle clé ne signe pas encore',
      about:
        'Une clé n’est retirée que lorsque celle qui la remplace a signé le point de contrôle le plus récent\u00a0: sinon le ' +
        'journal ne pourrait continuer. Il faut mettre la nouvelle clé à sa place et attendre un point de contrôle qu’elle a signé.',
    },
  },
};
