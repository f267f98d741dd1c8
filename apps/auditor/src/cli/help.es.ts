import type { HelpWords } from './help-words.js';

export const helpInSpanish: HelpWords = {
  intro: 'Comprueba el registro público de una ciudad. No se fía de nadie salvo de las claves que usted nombre.',
  exits: 'Estado de salida: 0 todo se sostuvo; 1 algo no; 2 no se entendió la orden; 3 no pudo comprobarse.',
  usage: 'uso:',
  unchecked: 'no pudo comprobarse:',
  summaries: {
    mirror: 'copia un registro en una carpeta y comprueba cada byte; repítalo para continuar o poner la copia al día',
    verify: 'comprueba una copia, sin red: cada entrada, huella y firma, frente a cada punto de control guardado antes',
    prove: 'comprueba, sin red, que un hecho está en el registro',
    history: 'cuenta, de una copia que se verifica, todo lo que el registro tiene de un expediente, sin red',
    refold: 'compara cada expediente, historia y cifra que muestra una ciudad con lo que dice su registro, plegando de nuevo las entradas',
    monitor: 'vigila un registro sin fin: una bifurcación, un retroceso, el silencio o una entrada tardía dan la alarma y dejan pruebas',
    'verify-evidence': 'comprueba, sin red, que una carpeta de pruebas muestra lo que dice',
    witness: 'sirve de testigo (C2SP tlog-witness) de los registros de la política: cofirma lo que solo creció; claves y estado están en la carpeta',
  },
  options: {
    key: 'fiarse de esta clave del registro, nombre+id+base64',
    policy: 'fiarse de las claves de esta política y exigir su quórum (C2SP tlog-policy)',
    'hashes-only': 'dejar fuera lo que dicen las entradas: solo huellas y firmas',
    mirror: 'fiarse de las claves que guarda esta copia',
    against: 'la dirección del libro de la ciudad',
    state: 'aquí se guarda lo visto; por defecto covenant-monitor',
    every: 'segundos de una mirada a la siguiente; por defecto 10',
    late: 'segundos en que una entrada debe quedar cubierta; por defecto 60',
    silence: 'segundos sin señal de vida que son silencio; por defecto 600',
    once: 'mirar una vez e informar',
    name: 'de las claves nuevas, como example.org/witness',
    listen: 'dónde recibir peticiones; por defecto 127.0.0.1:7600',
    json: 'dar el resultado como JSON',
    lang: 'idioma del resultado; por defecto el de LANG',
  },
};
