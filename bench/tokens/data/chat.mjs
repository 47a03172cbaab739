import { assistant, call, chatRequest, user } from './chat-messages.mjs';
import { nestGenerators } from './nest-generators.mjs';
import { directDependencies } from './manifests.mjs';
import { firstRows, readCsv, readJson } from './sources.mjs';

/** Chat requests whose tool results are structured JSON, as an agent loop holds them. */
export const chat = {
  family: 'chat with tool results',
  sets: [
    {
      name: 'chat: weather of two cities',
      source: 'vega-datasets weather.csv',
      load: weatherChat,
    },
    {
      name: 'chat: country look-ups',
      source: 'world-countries countries.json',
      load: countryChat,
    },
    {
      name: 'chat: paged incident search',
      source: 'vega-datasets birdstrikes.csv, earthquakes.json',
      load: incidentChat,
    },
    {
      name: 'chat: coding agent with tools',
      source: '@nestjs/schematics, @mdn/browser-compat-data, package.json files',
      load: codingChat,
    },
  ],
};

function weatherChat() {
  const days = readCsv('vega-datasets/data/weather.csv');
  const weather = (location, period) =>
    call(
      'get_daily_weather',
      { location, period },
      days.filter((day) => day.location === location && day.date.startsWith(period)),
    );
  return chatRequest([
    user('How did June 2013 compare in Seattle and New York?'),
    weather('Seattle', '2013-06'),
    weather('New York', '2013-06'),
    assistant('Both months are listed above, day by day.'),
    user('And the whole of 2014 in Seattle?'),
    weather('Seattle', '2014'),
  ]);
}

function countryChat() {
  const countries = readJson('world-countries/countries.json');
  const find = (code) => countries.find(({ cca3 }) => cca3 === code);
  const country = (code) => call('get_country', { code }, { found: true, country: find(code) });
  const neighbours = find('CHE').borders.map((code) => summary(find(code)));
  return chatRequest([
    user('Tell me about Switzerland and its neighbours.'),
    country('CHE'),
    call('list_neighbours', { code: 'CHE' }, { total: neighbours.length, neighbours }),
    assistant('Switzerland has five neighbours. What would you like to know about them?'),
    user('Compare it with Belgium and Singapore.'),
    country('BEL'),
    country('SGP'),
  ]);
}

function summary({ cca3, name, capital, languages, currencies, area, borders }) {
  return { code: cca3, name: name.common, capital, languages, currencies, area, borders };
}

function incidentChat() {
  const strikes = readCsv('vega-datasets/data/birdstrikes.csv').filter(
    (strike) => strike['Origin State'] === 'Colorado',
  );
  const page = (number) =>
    call(
      'search_bird_strikes',
      { state: 'Colorado', page: number },
      { page: number, total: strikes.length, items: strikes.slice(20 * number - 20, 20 * number) },
    );
  return chatRequest([
    user('List the bird strikes on flights from Colorado.'),
    page(1),
    assistant('This is the first page. Shall I go on?'),
    user('Yes, the second page too.'),
    page(2),
    user('Were there strong earthquakes last week?'),
    call('search_earthquakes', { minMagnitude: 5 }, strongEarthquakes(5)),
  ]);
}

function strongEarthquakes(minMagnitude) {
  const feed = readJson('vega-datasets/data/earthquakes.json');
  const strong = feed.features.filter(({ properties }) => properties.mag >= minMagnitude);
  return { ...feed, features: strong.slice(0, 15) };
}

function codingChat() {
  const { http } = readJson('@mdn/browser-compat-data/data.json');
  const packages = firstRows(directDependencies(), 8_000);
  const created = ['src/orders/orders.controller.ts', 'src/orders/orders.controller.spec.ts'];
  const request = chatRequest([
    user('Which packages are installed, and which HTTP methods do browsers support?'),
    call('list_packages', { limit: packages.length }, { packages }),
    call('get_support', { area: 'http.methods' }, http.methods),
    assistant('Both are listed above. What should I do next?'),
    user('Create a controller for orders.'),
    call('controller', { name: 'orders', spec: true }, { created, updated: ['src/app.module.ts'] }),
  ]);
  return { ...request, tools: nestGenerators() };
}
