/** The clients that are compared. Each gets the URL of the responder and gives a function that makes one call. */
import http from 'node:http';
import { HttpService } from '@nestjs/axios';
import axios from 'axios';
import axiosRetry, { exponentialDelay } from 'axios-retry';
import { firstValueFrom } from 'rxjs';

const PATH = '/v1/prompts/decode';
const REQUEST = { ktof: 'rows[2]{id,name}:\n  1,Ada\n  2,Grace\n' };
const API_KEY = 'bench-key';
const CONNECTIONS = 100;

const keepAlive = () => new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const settings = (baseURL) => ({
  baseURL,
  httpAgent: keepAlive(),
  headers: { 'x-api-key': API_KEY },
});

/** axios as it is, but for a pool of sockets. */
async function plainAxios(baseURL) {
  const instance = axios.create(settings(baseURL));
  return async () => (await instance.post(PATH, REQUEST)).data.result;
}

/** What an app writes by hand: Nest's service, as its documentation shows it, and axios-retry. */
async function httpService(baseURL) {
  const service = new HttpService(axios.create(settings(baseURL)));
  axiosRetry(service.axiosRef, { retries: 3, retryDelay: exponentialDelay });
  return async () => (await firstValueFrom(service.post(PATH, REQUEST))).data.result;
}

/** Ours with its defaults: typed and checked, with all its clocks, its retries and their budget. */
async function kaizen(baseURL) {
  const { createKaizen } = await import('../../dist/index.js');
  const client = createKaizen({ baseUrl: baseURL, apiKey: API_KEY, maxConnections: CONNECTIONS });
  return async () => (await client.promptsDecode(REQUEST)).result;
}

export const CLIENTS = {
  axios: plainAxios,
  'HttpService + axios-retry': httpService,
  KaizenService: kaizen,
};
