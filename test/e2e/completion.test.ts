import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { ENGINES } from '../../lib/engines.ts';
import { parseProfiles } from '../../lib/host/aws-config.ts';
import { needing } from '../support/e2e-machine.ts';
import { HOSTILE, hostileName } from '../support/hostile.ts';
import { shown } from '../support/readme.ts';
import { Typing } from '../support/typing.ts';
import { BIN, World } from '../support/world.ts';

const BASH_COMPLETION = '/usr/share/bash-completion/bash_completion';
const docker = (shell: string) => spawnSync('docker', ['completion', shell], { encoding: 'utf8' });

/** A world in which whoever is called leaves a file in the working directory. */
class Desk extends World {
  readonly config = join(this.folder, 'config');

  constructor() {
    super();
    Object.assign(this.env, { AWS_CONFIG_FILE: this.config, LC_ALL: 'C.UTF-8' });
    for (const name of ['aws-vault', 'vaultrun']) this.program(name, 'echo >called');
    this.write('work/a file', '');
  }

  profiles(...names: string[]): void {
    writeFileSync(this.config, names.map(name => `[profile ${name}]\n`).join(''));
  }

  async script(shell: string): Promise<string> {
    return this.write(`completion.${shell}`, (await this.run(['completion', shell])).stdout);
  }

  override remove(): void {
    expect(readdirSync(this.cwd)).toEqual(['a file']);
    super.remove();
  }
}

const CASES = {
  zsh: {
    load: (script: string) => `source '${script}'`,
    // It is handed the words and the number of the one to complete.
    stub: (name: string) =>
      `_${name}() { compadd -U - "\${(j:,:)words}@$CURRENT"; }; compdef _${name} ${name}`,
    lines: [
      ['vaultrun us⇥', 'vaultrun user@corp.example '],
      ['vaultrun --profile=user@⇥', 'vaultrun --profile=user@corp.example '],
      ['vaultrun "my d⇥', 'vaultrun "my dev" '],
      ['vaultrun my\\ ⇥--⇥', 'vaultrun my\\ dev --'],
      ['vaultrun --engine finch us⇥⇥a⇥', 'vaultrun --engine finch user@corp.example -- a\\ file '],
      ['vaultrun --engi⇥po⇥', 'vaultrun --engine=podman '],
      ['vaultrun -qn --regi⇥il⇥', 'vaultrun -qn --region=il-central-1 '],
      ['vaultrun init comp⇥us⇥', 'vaultrun init compose user@corp.example '],
      ['vaultrun compl⇥z⇥', 'vaultrun completion zsh '],
      ['vaultrun help doct⇥', 'vaultrun help doctor '],
      ['vaultrun help us⇥', 'vaultrun help us'],
      ['vaultrun exec dev -- aws-v⇥', 'vaultrun exec dev -- aws-vault '],
      ['vaultrun vault -- lo⇥us⇥', 'vaultrun vault -- login user@corp.example '],
      ['vaultrun vault -- lis⇥us⇥', 'vaultrun vault -- list us'],
    ],
    behind: [
      ['vaultrun dev -- ⇥', 'vaultrun dev -- docker,run,@3 '],
      ['vaultrun -q --engine podman dev -- -v x ⇥', /-- -v x podman,run,-v,x,@5 $/],
      ['vaultrun exec dev -- docker ps ⇥', /-- docker ps docker,ps,@3 $/],
    ],
    words: 'words() { print -rl -- "${@#--profile=}" }',
  },
  fish: {
    load: (script: string) => `source '${script}'`,
    stub: (name: string) => `complete -c ${name} -f -a '(string join -- , (commandline -opc))@'`,
    lines: [
      ['vaultrun us⇥', 'vaultrun user@corp.example '],
      ['vaultrun --profile=user@⇥', 'vaultrun --profile=user@corp.example '],
      ['vaultrun "my d⇥', 'vaultrun "my dev" '],
      ['vaultrun my\\ ⇥⇥', 'vaultrun my\\ dev --'],
      ['vaultrun --engine finch us⇥⇥ a⇥', 'vaultrun --engine finch user@corp.example -- a\\ file '],
      ['vaultrun --engi⇥po⇥', 'vaultrun --engine podman '],
      ['vaultrun -qn --regi⇥il⇥', 'vaultrun -qn --region il-central-1 '],
      ['vaultrun init comp⇥us⇥', 'vaultrun init compose user@corp.example '],
      ['vaultrun compl⇥z⇥', 'vaultrun completion zsh '],
      ['vaultrun help doct⇥', 'vaultrun help doctor '],
      ['vaultrun help us⇥', 'vaultrun help us'],
      ['vaultrun exec dev -- aws-v⇥', 'vaultrun exec dev -- aws-vault '],
      ['vaultrun vault -- lo⇥us⇥', 'vaultrun vault -- login user@corp.example '],
      ['vaultrun vault -- lis⇥us⇥', 'vaultrun vault -- list us'],
    ],
    behind: [
      ['vaultrun dev -- ⇥', 'vaultrun dev -- docker,run@'],
      ['vaultrun -q --engine podman dev -- -v x ⇥', /-- -v x podman,run,-v,x@$/],
      ['vaultrun exec dev -- docker ps ⇥', /-- docker ps docker,ps@$/],
    ],
    words: "function words; printf '%s\\n' (string replace -- --profile= '' $argv); end",
  },
} as const;

for (const shell of ['zsh', 'fish'] as const) {
  const here = spawnSync(shell, ['--version']).status === 0;
  needing(here, `completion in ${shell}`, () => {
    const { load, stub, lines, behind, words } = CASES[shell];
    const desk = new Desk();
    let typing: Typing;
    let script: string;
    beforeAll(async () => {
      script = await desk.script(shell);
      typing = new Typing(shell, desk, load(script));
    });
    afterAll(async () => {
      await typing.end();
      desk.remove();
    });

    test('commands, options, values and profiles', async () => {
      desk.profiles('user@corp.example', 'my dev', 'exec');
      for (const [typed, line] of lines) expect(await typing.line(typed)).toBe(line);
    });

    test('what is listed says what it is', async () => {
      desk.profiles('dev', 'exec');
      const before = typing.terminal.screen.length;
      await typing.line('vaultrun ⇥');
      await typing.line('vaultrun env dev --⇥');
      const screen = typing.terminal.screen.slice(before);
      expect(screen).toMatch(/a container with the profile's credentials/);
      expect(screen).toMatch(/length of the session/);
      expect(screen).toMatch(/AWS_\* patterns too/);
      expect(screen).not.toMatch(/--refresh/);
    });

    test('profiles are read as vaultrun reads them', async () => {
      const text =
        '[default]\n [profile more] # x\n[profile two "a b"]\r\n[sso-session s]\n[profile default]';
      const offered: string[] = [];
      for (const name of [...parseProfiles(text).keys(), 'sso', 's']) {
        writeFileSync(desk.config, text);
        offered.push(await typing.line(`vaultrun --profile ${name.slice(0, 3)}⇥`));
      }
      expect(offered.map(line => line.replace('vaultrun --profile ', ''))).toEqual([
        'default ',
        'more ',
        'two\\ \\"a\\ b\\" ',
        'sso',
        's',
      ]);
    });

    test('a hostile name is written so that the shell reads it back, and never run', async () => {
      const names = [...HOSTILE, ...fc.sample(hostileName, { numRuns: 12, seed: 7 })].filter(
        // fish never quotes a tilde in front, offers what begins with a dot only behind a dot, and puts no space, which
        // would be deleted again here, behind some characters.
        name => shell === 'zsh' || !/^[~.]|[/=@:.,-]$/.test(name),
      );
      const starts = ['--profile ', "--profile '"];
      const completed: string[] = [];
      for (const name of names) {
        desk.profiles(name);
        for (const start of starts) completed.push(await typing.line(`vaultrun ${start}⇥⌫⇥`));
      }
      const code = completed.map(line => `words ${line.slice('vaultrun '.length)}`).join('\n');
      const { stdout } = await execa(shell, ['-c', `${words}\n${code}`], {
        cwd: desk.cwd,
        env: desk.env,
        extendEnv: false,
      });
      // zsh puts the space behind a word that it completes once more inside of the quotes, whatever the command.
      const read = stdout
        .split('\n')
        .filter(word => word !== '--profile')
        .map(word => word.trimEnd());
      expect(read).toEqual(names.flatMap(name => starts.map(() => name)));
    });

    test('what stands behind the -- is completed by its own completion', async () => {
      // Where fish looks first.
      const folder = 'home/.config/fish/completions';
      for (const name of ['docker', 'podman']) desk.write(`${folder}/${name}.fish`, stub(name));
      const rc = shell === 'zsh' ? ['docker', 'podman'].map(stub).join('\n') : '';
      const stubbed = new Typing(shell, desk, `${load(script)}\n${rc}`);
      for (const [typed, line] of behind) {
        const read = await stubbed.line(typed);
        if (typeof line === 'string') expect(read).toBe(line);
        else expect(read).toMatch(line);
      }
      await stubbed.end();
      rmSync(join(desk.folder, folder), { recursive: true });
    });

    test('the engine is that of the line, the environment, the folder, the user’s file', async () => {
      const folder = 'home/.config/fish/completions';
      // fish loads no completion of what is not on PATH.
      for (const name of ENGINES) {
        desk.program(name, 'echo >called');
        desk.write(`${folder}/${name}.fish`, stub(name));
      }
      const rc = shell === 'zsh' ? ENGINES.map(stub).join('\n') : '';
      const engineOf = async (more: string, line = 'vaultrun dev -- ⇥') => {
        const stubbed = new Typing(shell, desk, `${load(script)}\n${rc}\n${more}`);
        const read = await stubbed.line(line);
        await stubbed.end();
        return /(\w+),run[,@]/.exec(read)?.[1];
      };
      const own = 'home/.config/vaultrun/config.env';
      const xdg = `export XDG_CONFIG_HOME='${desk.folder}/xdg'`;
      desk.write(
        'xdg/vaultrun/config.env',
        '# mine\n\texport VAULTRUN_ENGINE = "finch" # at work\n',
      );
      desk.write(own, "VAULTRUN_ENGINE=docker\r\nVAULTRUN_ENGINE: 'podman'\r\n");
      desk.write('elsewhere/.env', 'VAULTRUN_ENGINE=nerdctl');
      const there = `cd '${desk.folder}/elsewhere'`;
      expect(await engineOf('')).toBe('podman');
      expect(await engineOf('export XDG_CONFIG_HOME=xdg')).toBe('podman');
      expect(await engineOf(xdg)).toBe('finch');
      expect(await engineOf(`${there}; ${xdg}`)).toBe('nerdctl');
      expect(await engineOf(`${there}; export VAULTRUN_ENGINE=container`)).toBe('container');
      expect(await engineOf(`${there}; export VAULTRUN_ENGINE=`)).toBe('docker');
      expect(await engineOf(there, 'vaultrun --engine docker dev -- ⇥')).toBe('docker');
      const none = '#VAULTRUN_ENGINE=podman\nMY_VAULTRUN_ENGINE=podman\nX=VAULTRUN_ENGINE=podman';
      for (const text of [none, 'VAULTRUN_ENGINE=', 'VAULTRUN_ENGINE=$(touch called)']) {
        desk.write(own, text);
        expect(await engineOf('')).toBe('docker');
      }
      const made = ['xdg', 'elsewhere', own, folder, ...ENGINES.map(name => `bin/${name}`)];
      for (const name of made) rmSync(join(desk.folder, name), { recursive: true });
    });

    test('what the README shows', async () => {
      const [code = ''] = shown('Completion', shell);
      desk.profiles('some one');
      // fish finds the file by itself.
      mkdirSync(join(desk.home, '.config/fish/completions'), { recursive: true });
      const real = `'${process.execPath}' '${BIN}'`;
      const rc = code.replace('vaultrun', () => real);
      if (shell === 'fish') await execa('sh', ['-c', rc], { env: desk.env, extendEnv: false });
      const own = new Typing(shell, desk, shell === 'fish' ? '' : rc);
      expect(await own.line('vaultrun so⇥')).toBe('vaultrun some\\ one ');
      await own.end();
    });

    needing(docker(shell).status === 0, 'the real docker', () => {
      test('docker’s own completion', async () => {
        const own = desk.write(`docker.${shell}`, docker(shell).stdout);
        const real = new Typing(shell, desk, `${load(script)}\n${load(own)}`);
        expect(await real.line('vaultrun --profile "it\'s" -- --cap-dr⇥')).toMatch(
          / -- --cap-drop/,
        );
        await real.end();
      });
    });
  });
}

needing(spawnSync('zsh', ['--version']).status === 0, 'completion in zsh, as a file', () => {
  test('a file in a folder of fpath will do', async () => {
    const desk = new Desk();
    desk.profiles('some one');
    desk.write('functions/_vaultrun', (await desk.run(['completion', 'zsh'])).stdout);
    const found = `fpath=('${desk.folder}/functions' $fpath); compinit -D -u`;
    const typing = new Typing('zsh', desk, found);
    for (const typed of ['vaultrun so⇥', 'vaultrun so⇥⇥']) {
      const line = `vaultrun some\\ one ${typed.endsWith('⇥⇥') ? '-- ' : ''}`;
      expect(await typing.line(typed)).toBe(line);
    }
    await typing.end();
    desk.remove();
  });

  test('without compinit it says what it wants', async () => {
    const desk = new Desk();
    const code = `source '${await desk.script('zsh')}'; echo "status $?"`;
    const { stdout, stderr } = await execa('zsh', ['-f', '-c', code], {
      cwd: desk.cwd,
      env: desk.env,
      extendEnv: false,
    });
    expect({ stdout, stderr }).toEqual({
      stdout: 'status 1',
      stderr: 'vaultrun: completion wants compinit in front of it: autoload -Uz compinit; compinit',
    });
    desk.remove();
  });
});

needing(spawnSync('fish', ['--version']).status === 0, 'completion in fish, as a list', () => {
  test('what is said of an option does not stand beside each of its values', async () => {
    const desk = new Desk();
    desk.profiles('dev', 'a b');
    const script = await desk.script('fish');
    const offered = async (line: string) => {
      const code = `source '${script}'; complete -C 'vaultrun ${line}'`;
      const options = { cwd: desk.cwd, env: desk.env, extendEnv: false };
      return (await execa('fish', ['--no-config', '-c', code], options)).stdout.split('\n');
    };
    expect(await offered('--engi')).toEqual([
      '--engine\tdocker, podman, nerdctl, finch, container (the first on PATH, in this order)',
    ]);
    expect((await offered('--engine ')).sort()).toEqual([...ENGINES].sort());
    expect(await offered('--region il')).toEqual(['il-central-1']);
    expect(await offered('--profile ')).toEqual(['a b', 'dev']);
    expect(await offered('run --pass AWS_CONF')).toEqual(['AWS_CONFIG_FILE']);
    expect(await offered('run ')).toEqual(['a b\tprofile', 'dev\tprofile']);
    desk.remove();
  });
});

needing(existsSync(BASH_COMPLETION), 'completion in bash with bash-completion', () => {
  test('docker’s own completion, loaded when it is wanted, and a command’s own', async () => {
    const desk = new Desk();
    desk.profiles('dev');
    const [, code = ''] = shown('Completion', 'bash');
    // bash-completion 2.11 does not look into a home with a space in its name.
    const home = mkdtempSync(join(tmpdir(), 'vaultrun-'));
    symlinkSync(desk.home, join(home, 'home'));
    desk.env.HOME = join(home, 'home');
    desk.write('home/.local/share/bash-completion/completions/docker', docker('bash').stdout);
    const typing = new Typing('bash', desk, `source ${BASH_COMPLETION}`);
    const file = code.replace('vaultrun', () => `'${process.execPath}' '${BIN}'`);
    await execa('bash', ['-c', file], { env: desk.env, extendEnv: false });
    expect(await typing.line('vaultrun dev -- --cap-dr⇥')).toMatch(/ -- --cap-drop ?$/);
    expect(await typing.line('vaultrun exec dev -- docker run --cap-dr⇥')).toMatch(/--cap-drop ?$/);
    expect(await typing.line('vaultrun exec dev -- env --ignore-env⇥')).toMatch(
      /--ignore-environment ?$/,
    );
    expect(await typing.line('sudo vaultrun d⇥e⇥')).toBe('sudo vaultrun dev ');
    await typing.end();
    rmSync(home, { recursive: true });
    desk.remove();
  });
});
