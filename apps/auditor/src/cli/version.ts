export { COVENANT_VERSION as version } from '@covenant/domain';
