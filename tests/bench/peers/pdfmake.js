export { default } from 'pdfmake/build/pdfmake.js';
