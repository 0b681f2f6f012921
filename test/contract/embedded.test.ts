import { embeddedForTests } from '../kit/embedded-store.ts';
import { storeContract } from './store-contract.ts';

storeContract('the embedded store', embeddedForTests);
