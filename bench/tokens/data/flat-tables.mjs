import { firstRows, readCsv, readJson } from './sources.mjs';

/** Uniform rows of primitives, with the nulls and the long texts that real tables have. */
export const flatTables = {
  family: 'flat tables',
  sets: [
    {
      name: 'films, 16 columns, many nulls',
      source: 'vega-datasets movies.json',
      load: () => firstRows(readJson('vega-datasets/data/movies.json')),
    },
    {
      name: 'bird strikes, 14 columns',
      source: 'vega-datasets birdstrikes.csv',
      load: () => firstRows(readCsv('vega-datasets/data/birdstrikes.csv')),
    },
    {
      name: 'airports with coordinates',
      source: 'vega-datasets airports.csv',
      load: () => firstRows(readCsv('vega-datasets/data/airports.csv')),
    },
    {
      name: 'daily weather',
      source: 'vega-datasets weather.csv',
      load: () => firstRows(readCsv('vega-datasets/data/weather.csv')),
    },
    {
      name: 'flight delays',
      source: 'vega-datasets flights-2k.json',
      load: () => firstRows(readJson('vega-datasets/data/flights-2k.json')),
    },
  ],
};
