import { ref } from 'vue';

/** How many bars stand at the bottom now; the shell hides its tabs while one does. */
export const stickyBars = ref(0);
