import { generate } from 'selfsigned';

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A small world of certificates. */
export interface Certificates {
  /** Whom the clients are told to trust. It signed what follows, but for the last three. */
  readonly authority: Certificate;
  /** For 127.0.0.1 and localhost. */
  readonly service: Certificate;
  /** As `service`, until yesterday. */
  readonly expired: Certificate;
  /** As `service`, from tomorrow. */
  readonly notYetValid: Certificate;
  /** For a host that nobody asks for. */
  readonly otherHost: Certificate;
  /** Of a client. */
  readonly client: Certificate;
  /** As `service`, signed by itself. */
  readonly selfSigned: Certificate;
  /** Nobody is told to trust this one. */
  readonly strangersAuthority: Certificate;
  /** As `service`, signed by {@link strangersAuthority}. */
  readonly stranger: Certificate;
}

interface Wish {
  readonly by?: Certificate;
  readonly isAuthority?: boolean;
  readonly isElsewhere?: boolean;
  readonly fromDays?: number;
  readonly toDays?: number;
}

const DAY = 86_400_000;

/** Makes them; it takes some 20 ms. */
export async function makeCertificates(): Promise<Certificates> {
  const authority = await certificate('test authority', { isAuthority: true });
  const strangersAuthority = await certificate('strange authority', { isAuthority: true });
  const by = authority;
  return {
    authority,
    service: await certificate('service', { by }),
    expired: await certificate('expired', { by, fromDays: -9, toDays: -1 }),
    notYetValid: await certificate('not yet valid', { by, fromDays: 1, toDays: 9 }),
    otherHost: await certificate('other host', { by, isElsewhere: true }),
    client: await certificate('client', { by }),
    selfSigned: await certificate('self-signed', {}),
    strangersAuthority,
    stranger: await certificate('stranger', { by: strangersAuthority }),
  };
}

async function certificate(name: string, wish: Wish): Promise<Certificate> {
  const { by, isAuthority = false, isElsewhere = false, fromDays = -1, toDays = 30 } = wish;
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() + fromDays * DAY),
    notAfterDate: new Date(Date.now() + toDays * DAY),
    ...(by && { ca: by }),
    extensions: [
      { name: 'basicConstraints', cA: isAuthority, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: isAuthority, critical: true },
      {
        name: 'subjectAltName',
        altNames: isElsewhere
          ? [{ type: 2, value: 'elsewhere.example' }]
          : [
              { type: 2, value: 'localhost' },
              { type: 7, ip: '127.0.0.1' },
            ],
      },
    ],
  });
  return { key, cert };
}
